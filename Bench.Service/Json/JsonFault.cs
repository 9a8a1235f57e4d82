using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bench.Service.Json;

/// <summary>What is wrong with JSON that cannot be read, in the words of who wrote it: the serializer speaks of C#'s types and
/// annotations.</summary>
public static partial class JsonFault
{
    /// <summary>The cause, as the end of a sentence without its full stop, and without the place, which
    /// <see cref="JsonException.Path"/> names.</summary>
    public static string Reason(JsonException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (NoNull().IsMatch(error.Message))
            return "it is null, and has to have a value";
        if (Missing().Match(error.Message) is { Success: true } missing)
            return $"{missing.Groups["fields"].Value} {(missing.Groups["fields"].Value.Contains(',') ? "are" : "is")} missing";
        var end = error.Message.IndexOf(" Path:", StringComparison.Ordinal);
        return (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.');
    }

    [GeneratedRegex("doesn't allow (setting )?null values")]
    private static partial Regex NoNull();

    [GeneratedRegex(@"was missing required properties including: (?<fields>'.+')")]
    private static partial Regex Missing();
}
