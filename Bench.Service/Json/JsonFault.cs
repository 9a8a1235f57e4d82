using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bench.Service.Json;

/// <summary>What is wrong with JSON that cannot be read, in the words of who wrote it: the serializer speaks of C#'s types and
/// annotations.</summary>
public static partial class JsonFault
{
    /// <summary>The cause, as the end of a sentence without its full stop, and without the place, which
    /// <see cref="JsonException.Path"/> names.</summary>
    /// <param name="error">What the serializer says.</param>
    /// <param name="type">What the JSON was read into.</param>
    public static string Reason(JsonException error, Type type)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (NoNull().IsMatch(error.Message))
            return "it is null, and has to have a value";
        if (Missing().Match(error.Message) is { Success: true } missing)
            return $"{missing.Groups["fields"].Value} {(missing.Groups["fields"].Value.Contains(',') ? "are" : "is")} missing";
        if (error.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
            return "the field is given twice";
        if (Unknown().IsMatch(error.Message))
            return "the field is not known here";
        if (OfOtherKind().IsMatch(error.Message))
            return JsonWish.At(type, error.Path) is { } wish ? $"it has to be {wish}" : "it is of another kind than is expected here";
        if (Unquoted().IsMatch(error.Message))
            return "a field name is not in double quotes";
        if (Trailing().IsMatch(error.Message))
            return "a comma follows the last entry of an object or a list";
        var end = error.Message.IndexOf(" Path:", StringComparison.Ordinal);
        return (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.');
    }

    [GeneratedRegex("could not be converted to|is not in a supported|is out of bounds for")]
    private static partial Regex OfOtherKind();

    [GeneratedRegex("invalid start of a property name")]
    private static partial Regex Unquoted();

    [GeneratedRegex("contains a trailing comma")]
    private static partial Regex Trailing();

    [GeneratedRegex("doesn't allow (setting )?null values")]
    private static partial Regex NoNull();

    [GeneratedRegex(@"was missing required properties including: (?<fields>'.+')")]
    private static partial Regex Missing();

    [GeneratedRegex("could not be mapped to any")]
    private static partial Regex Unknown();
}
