using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bench.Api.Problems;

/// <summary>The framework's message about a parameter that it cannot read, in the sender's words: the name as it is
/// sent, and a kind in place of a C# type.</summary>
internal static partial class BindingProblem
{
    public static string Sentence(string message)
    {
        if (Failed().Match(message) is { Success: true } failed)
            return $"The parameter '{Name(failed)}' is '{failed.Groups["value"].Value}', which is not {Kind(failed.Groups["type"].Value)}.";
        if (Bodiless().IsMatch(message))
            return "The request has no body, or null for one.";
        if (message.StartsWith("Expected a supported JSON media type", StringComparison.Ordinal))
            return "The body's Content-Type is not JSON's, application/json.";
        if (Missing().Match(message) is { Success: true } missing)
            return $"The {(missing.Groups["place"].Value == "header" ? "header" : "parameter")} '{Name(missing)}' is missing.";
        return message.EndsWith('.') ? message : message + ".";
    }

    /// <summary>Name and value of a parameter that is of another kind; null where the message is about something
    /// else.</summary>
    public static (string Name, string Value)? Parameter(string message) =>
        Failed().Match(message) is { Success: true } failed ? (Name(failed), failed.Groups["value"].Value) : null;

    static string Name(Match match) => JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value);

    static string Kind(string type) =>
        Inner().Match(type).Groups["inner"].Value switch
        {
            "Guid" => "an id",
            "int" or "long" or "Int32" or "Int64" => "a whole number",
            "double" or "float" or "Double" => "a number",
            "Quantity" => "a count such as 25000000, 25M or 4.1G",
            "bool" or "Boolean" => "true or false",
            "DateOnly" or "DateTime" or "DateTimeOffset" => "a day such as 2026-01-31",
            _ => "what is expected here",
        };

    [GeneratedRegex("""^Failed to bind parameter "(?<type>.+) (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Failed();

    [GeneratedRegex("""^Required parameter ".+ (?<name>\w+)" was not provided from (query string|route|(?<place>header)|form|body)""")]
    private static partial Regex Missing();

    [GeneratedRegex("^(Implicit body inferred|Required parameter .+ was not provided from body)")]
    private static partial Regex Bodiless();

    [GeneratedRegex(@"^(Nullable<)?(?<inner>\w+)(\[\])?>?(\[\])?\??$")]
    private static partial Regex Inner();
}
