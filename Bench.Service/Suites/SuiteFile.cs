using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Service.Datasets.Variants;
using Bench.Service.Inputs;
using Bench.Service.Json;

namespace Bench.Service.Suites;

/// <summary>Declarations of suites: one JSON object a file, with the fields of <see cref="SuiteDeclaration"/> and a
/// <c>version</c>.</summary>
public static class SuiteFile
{
    static readonly JsonSerializerOptions Json = new(BenchJson.Options) { PropertyNameCaseInsensitive = false };

    /// <param name="json">The file.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="variants">Variants that members may name.</param>
    /// <exception cref="FormatException">It is no declaration; the message names the file and the field.</exception>
    public static DeclaredSuite Read(Stream json, string file, VariantCatalog variants)
    {
        try
        {
            var root =
                JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
                ?? throw Invalid(file, "is not a JSON object");
            var version = root["version"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
            if (version < 1)
                throw Invalid(file, "'version' is not a whole number from 1");
            root.Remove("version");
            var suite = root.Deserialize<SuiteDeclaration>(Json)!;
            foreach (var (field, message) in SuiteRules.Broken(suite, variants))
                throw Invalid(file, $"'{field}' of {FirstTen.Printable(suite.Key)}: {message}");
            return new DeclaredSuite(suite, version, file);
        }
        catch (JsonException e)
        {
            var reason = JsonFault.Reason(e, typeof(SuiteDeclaration));
            throw Invalid(file, e.Path is { Length: > 2 } path ? $"'{FirstTen.Printable(path[2..])}': {reason}" : reason);
        }
    }

    static FormatException Invalid(string file, string what) => new($"{file}: {what}");
}
