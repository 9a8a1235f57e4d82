using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Bench.Service.Json;

/// <summary>What a place of JSON has to hold, in words for its writer, who does not see the types that it is read
/// into.</summary>
static partial class JsonWish
{
    const string Instant = "an instant such as \"2026-01-31T12:00:00Z\"";

    /// <param name="root">The type that the whole JSON is read into.</param>
    /// <param name="path">The place, as <see cref="JsonException.Path"/> writes it.</param>
    /// <returns>Null where the place is not one of the type, or nothing is known of what it takes.</returns>
    public static string? At(Type root, string? path)
    {
        var type = root;
        foreach (Match step in Steps().Matches(path ?? "$"))
            if (Within(type, step) is { } inner)
                type = inner;
            else
                return null;
        return Words(type);
    }

    static Type? Within(Type type, Match step)
    {
        var (known, name) = (Known(type), step.Groups["name"].Value + step.Groups["quoted"].Value);
        return known.Kind == JsonTypeInfoKind.Object
            ? known.Properties.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.PropertyType
            : known.ElementType;
    }

    static string? Words(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var known = Known(bare);
        return Type.GetTypeCode(bare) switch
        {
            _ when bare.IsEnum => null,
            TypeCode.String => "a text in double quotes",
            TypeCode.Boolean => "true or false, without quotes",
            TypeCode.Int32 => $"a whole number up to {int.MaxValue}, without quotes",
            TypeCode.Byte or TypeCode.UInt16 or TypeCode.Int64 => "a whole number, without quotes",
            TypeCode.Single or TypeCode.Double => "a number such as 0.5, without quotes",
            TypeCode.DateTime => Instant,
            _ when bare == typeof(DateTimeOffset) => Instant,
            _ when bare == typeof(DateOnly) => "a day such as \"2026-01-31\"",
            _ when bare == typeof(Guid) => "an id such as \"0198c9f2-7a3e-7c1d-9a53-2f4b8c6d7e10\"",
            _ when known.Kind == JsonTypeInfoKind.Enumerable => Words(known.ElementType!) is { } each
                ? $"a list in brackets, [ ], each entry of it {each}"
                : "a list in brackets, [ ]",
            _ when known.Kind == JsonTypeInfoKind.Object && known.Properties.Count > 0 =>
                $"an object in braces, {{ }}, with {string.Join(", ", known.Properties.Select(property => property.Name))}",
            _ when known.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "an object in braces, { }",
            _ => null,
        };
    }

    static JsonTypeInfo Known(Type type)
    {
        // Options that have read nothing yet know no types.
        BenchJson.Options.MakeReadOnly(populateMissingResolver: true);
        return BenchJson.Options.GetTypeInfo(type);
    }

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<quoted>[^']*)'\]|\[[0-9]+\]")]
    private static partial Regex Steps();
}
