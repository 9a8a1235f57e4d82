using System.Text.Json;

namespace Bench.Service.Json;

/// <summary>Reads JSON from a column.</summary>
public static class StoredJson
{
    /// <summary>Columns may hold more than a view shows.</summary>
    static readonly JsonSerializerOptions Lenient = new(BenchJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
        RespectRequiredConstructorParameters = false,
    };

    public static T? Read<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, Lenient);
}
