using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Bench.Api.Metrics;

/// <summary>A text that is a member of an enum, in words joined by hyphens.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamedByAttribute(Type type)
    : AllowedValuesAttribute([.. Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)])
{
    /// <summary>The enum.</summary>
    public Type Type => type;
}
