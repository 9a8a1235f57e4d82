using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench.Service.Json;

/// <summary>How everything is spelled in JSON: camelCase, enums as camelCase words, unknown fields refused.</summary>
public static class BenchJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new EnumWords());
        options.Converters.Add(new UtcTimes());
        options.NumberHandling = JsonNumberHandling.Strict;
        // Of two values for one field either may be the one that is meant.
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectRequiredConstructorParameters = true;
        options.RespectNullableAnnotations = true;
        return options;
    }
}
