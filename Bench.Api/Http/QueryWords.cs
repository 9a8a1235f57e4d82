using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace Bench.Api.Http;

/// <summary>Enums in queries are the camelCase words of the contract. The framework knows the names of the C# members
/// alone, and takes any number for one of them.</summary>
internal sealed class QueryWords(RequestDelegate next)
{
    readonly ConcurrentDictionary<MethodInfo, (string Parameter, Type Enum)[]> _parameters = new();

    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>() is { } handler)
            foreach (var (parameter, type) in _parameters.GetOrAdd(handler, Enums))
                if (http.Request.Query.TryGetValue(parameter, out var given))
                    http.Request.Query = new QueryCollection(
                        new Dictionary<string, StringValues>(http.Request.Query, StringComparer.OrdinalIgnoreCase)
                        {
                            [parameter] = given.Select(word => Member(parameter, type, word!)).ToArray(),
                        }
                    );
        return next(http);
    }

    static (string, Type)[] Enums(MethodInfo handler) =>
        [
            .. handler
                .GetParameters()
                .Where(parameter => parameter.IsDefined(typeof(FromQueryAttribute)))
                .Select(parameter =>
                    (Name: parameter.GetCustomAttribute<FromQueryAttribute>()!.Name ?? parameter.Name!, Type: parameter.ParameterType)
                )
                .Concat(
                    handler
                        .GetParameters()
                        .Where(parameter => parameter.IsDefined(typeof(AsParametersAttribute)))
                        .SelectMany(parameter => parameter.ParameterType.GetProperties())
                        .Where(property => property.IsDefined(typeof(FromQueryAttribute)))
                        .Select(property =>
                            (Name: property.GetCustomAttribute<FromQueryAttribute>()!.Name ?? property.Name, Type: property.PropertyType)
                        )
                )
                .Select(parameter => (parameter.Name, Type: Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type))
                .Where(parameter => parameter.Type.IsEnum),
        ];

    static string Member(string parameter, Type type, string word)
    {
        var members = Enum.GetNames(type);
        return Array.Find(
                members,
                member => JsonNamingPolicy.CamelCase.ConvertName(member).Equals(word, StringComparison.OrdinalIgnoreCase)
            )
            ?? throw new RefusalException(
                RefusalKind.Malformed,
                "request-invalid",
                $"The parameter '{parameter}' is '{word}', which is not allowed.",
                $"Send one of {string.Join(", ", members.Select(JsonNamingPolicy.CamelCase.ConvertName))}."
            );
    }
}
