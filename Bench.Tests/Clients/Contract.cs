using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Bench.Tests.Clients;

/// <summary>The committed contract.</summary>
internal static class Contract
{
    public static JsonNode Document { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "Bench.Api", "openapi.json")))!;

    public static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key.ToUpperInvariant(), operation.Value);

    /// <summary>The operation that a request reaches; null when there is none.</summary>
    public static JsonNode? Find(string method, string path) =>
        Operations
            .Where(operation =>
                operation.Method == method
                && Regex.IsMatch(
                    path,
                    $"^{Regex.Replace(operation.Path, @"\{[^}]+\}", "[^/]+").Replace(".", @"\.", StringComparison.Ordinal)}$"
                )
            )
            // A fixed name goes before a parameter.
            .OrderBy(operation => operation.Path.Contains('{'))
            .Select(operation => operation.Operation)
            .FirstOrDefault();

    public static JsonNode Resolve(JsonNode schema) =>
        (schema["$ref"] ?? schema["oneOf"]?[1]?["$ref"]) is { } reference
            ? Document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!
            : schema;
}
