using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bench.Api.Problems;

/// <summary>Names the parameter that could not be read. The binding that is written when the program is built says so of a
/// parameter that must be given, and of one that may be absent no more than status 400 before the filters run. A comma in a fraction it
/// passes over, so that 0,01 would be 1, and of 01.02.2026 it makes a day in January.</summary>
internal sealed class UnreadParameters : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var isUnread = http.Response.StatusCode == StatusCodes.Status400BadRequest;
        foreach (var parameter in http.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            if (!parameter.HasTryParse)
                continue;
            var type = parameter.ParameterInfo.ParameterType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (!isUnread && type != typeof(double) && type != typeof(DateOnly))
                continue;
            var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name);
            if (http.Request.Query[name].ToString() is { Length: > 0 } value && !Reads(type, value))
                throw new BadHttpRequestException($"Failed to bind parameter \"{type.Name} {name}\" from \"{value}\".");
        }
        return isUnread ? throw new BadHttpRequestException("A parameter is not what this address takes.") : next(context);
    }

    static bool Reads(Type type, string value) =>
        type == typeof(double) ? double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        : type == typeof(DateOnly) ? DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        : type.GetMethod("TryParse", [typeof(string), typeof(IFormatProvider), type.MakeByRefType()])
            ?.Invoke(null, [value, CultureInfo.InvariantCulture, null]) switch
        {
            bool read => read,
            // A truth value knows no culture.
            null when type == typeof(bool) => bool.TryParse(value, out _),
            _ => true,
        };
}
