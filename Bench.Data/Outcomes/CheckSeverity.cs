using System.Text.Json.Serialization;

namespace Bench.Data.Outcomes;

/// <summary>What a check means for the numbers it is attached to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckSeverity>))]
public enum CheckSeverity
{
    /// <summary>A choice that the service made; the numbers are what they say.</summary>
    Note,

    /// <summary>The numbers may not mean what a reader takes them for.</summary>
    Warning,
}
