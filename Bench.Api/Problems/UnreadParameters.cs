using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bench.Api.Problems;

/// <summary>Names the parameter that could not be read. The binding that is written when the program is built says so of a
/// parameter that must be given, and of one that may be absent no more than status 400 before the filters run.</summary>
internal sealed class UnreadParameters : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Response.StatusCode != StatusCodes.Status400BadRequest)
            return next(context);
        foreach (var parameter in http.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            if (!parameter.HasTryParse)
                continue;
            var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name);
            var type = parameter.ParameterInfo.ParameterType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (http.Request.Query[name].ToString() is { Length: > 0 } value && !Reads(type, value))
                throw new BadHttpRequestException($"Failed to bind parameter \"{type.Name} {name}\" from \"{value}\".");
        }
        throw new BadHttpRequestException("A parameter is not what this address takes.");
    }

    static bool Reads(Type type, string value) =>
        type.GetMethod("TryParse", [typeof(string), typeof(IFormatProvider), type.MakeByRefType()])
            ?.Invoke(null, [value, CultureInfo.InvariantCulture, null]) switch
        {
            bool read => read,
            // A truth value knows no culture.
            null when type == typeof(bool) => bool.TryParse(value, out _),
            _ => true,
        };
}
