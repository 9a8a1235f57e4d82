using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Service.Inputs;
using Bench.Service.Refusals;

namespace Bench.Api.Http;

/// <summary>JSON that people paste and model hubs send. What a node would throw at its first use, a name that occurs twice or half a
/// letter, is refused here.</summary>
static class OutsideJson
{
    /// <exception cref="JsonException">It is not JSON, or names a field twice.</exception>
    /// <exception cref="RefusalException">One of its texts has a NUL or is not Unicode.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
            json = json[Encoding.UTF8.Preamble.Length..];
        OutsideCharacters.CheckJson(json);
        return JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false });
    }
}
