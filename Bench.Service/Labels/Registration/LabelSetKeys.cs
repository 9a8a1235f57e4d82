using System.Text.RegularExpressions;
using Bench.Service.Inputs;
using Bench.Service.Labels.Formats;

namespace Bench.Service.Labels.Registration;

/// <summary>What label sets may be called: a key appears in addresses, and in columns of boards as
/// 'labelSet:metric'.</summary>
public static partial class LabelSetKeys
{
    public const string Wanted = "1 to 100 letters, digits, '.', '_' and '-' are expected, beginning with a letter or digit";

    public static bool IsKey(string text) => Shape().IsMatch(text);

    /// <summary>Whether the service makes the label set itself: from the dataset's layout, or when its other half is given
    /// out.</summary>
    public static bool IsReserved(string key) => key is LabelFormats.Original or HeldOutHalf.Key;

    /// <summary>What is wrong with a key that a person chose; null for nothing.</summary>
    public static string? Wrong(string key) =>
        !IsKey(key) ? $"'{FirstTen.Printable(key)}' is not a valid key: {Wanted}"
        : IsReserved(key) ? $"'{key}' is made by the service itself; choose another, such as corrected"
        : null;

    /// <summary>A file's name as a key.</summary>
    public static string Of(string name) => Other().Replace(name.ToLowerInvariant(), "-").Trim('-', '.', '_');

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"[^a-z0-9._-]+")]
    private static partial Regex Other();
}
