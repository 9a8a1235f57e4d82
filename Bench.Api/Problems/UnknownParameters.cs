using System.Collections.Concurrent;
using System.Reflection;
using Bench.Data.Outcomes;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Bench.Api.Problems;

/// <summary>Refuses a parameter of the query that the address does not have, as an unknown field of a body is: passed
/// over, a mistyped labelSet would give the numbers under other labels, and a mistyped filter those of all
/// models.</summary>
internal sealed class UnknownParameters : IEndpointFilter
{
    readonly ConcurrentDictionary<MethodInfo, string[]> _known = new();

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Query.Count > 0 && http.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>() is { } handler)
        {
            var known = _known.GetOrAdd(handler, Names, http.Request.RouteValues);
            foreach (var name in http.Request.Query.Keys)
                if (!known.Contains(name, StringComparer.OrdinalIgnoreCase) && !IsOfTrackers(name))
                    throw Refusal(name, known);
        }
        return next(context);
    }

    /// <summary>What newsletters and social networks add to the address of a page; its links to the same as JSON or CSV hand
    /// it on.</summary>
    static bool IsOfTrackers(string name) =>
        name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || name.ToUpperInvariant() is "FBCLID" or "GCLID";

    static string[] Names(MethodInfo handler, RouteValueDictionary path) =>
        [
            .. handler
                .GetParameters()
                .SelectMany(parameter =>
                    parameter.IsDefined(typeof(AsParametersAttribute))
                        ? parameter.ParameterType.GetProperties().Select(property => NameOf(property, property.Name, property.PropertyType))
                        : [NameOf(parameter, parameter.Name!, parameter.ParameterType)]
                )
                .OfType<string>()
                .Where(name => !path.ContainsKey(name)),
        ];

    /// <summary>The name in the query; null of what comes from elsewhere. Texts and numbers come from the query when
    /// nothing is said.</summary>
    static string? NameOf(ICustomAttributeProvider place, string name, Type type) =>
        place.GetCustomAttributes(inherit: true).OfType<IBindingSourceMetadata>().FirstOrDefault() switch
        {
            FromQueryAttribute query => query.Name ?? name,
            null when type == typeof(string) || (type.IsValueType && type != typeof(CancellationToken)) => name,
            _ => null,
        };

    static RefusalException Refusal(string name, string[] known)
    {
        var sentence = $"The parameter '{name}' is not known here.";
        return new RefusalException(
            RefusalKind.Malformed,
            new Failure(
                "request-invalid",
                sentence,
                known switch
                {
                    [] => "Leave it out: this address takes no parameters.",
                    _ when Array.Find(known, other => Bare(other) == Bare(name)) is { } meant => $"Write it '{meant}'.",
                    _ => $"This address takes {string.Join(", ", known)}.",
                }
            ),
            new Dictionary<string, string[]> { [name] = [sentence] }
        );
    }

    /// <summary>What is left of a name without the signs and the plural in which spellings differ.</summary>
    static string Bare(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToUpperInvariant().TrimEnd('S');
}
