using System.Globalization;

namespace Bench.Api.Evaluations;

/// <summary><c>Prefer: wait=30</c> (RFC 7240): hold the answer until there is something to say.</summary>
internal static class WaitPreference
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait, at most a minute; null when the header does not ask for it.</summary>
    public static TimeSpan? Parse(string? prefer)
    {
        foreach (var preference in (prefer ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
            if (
                preference.Split('=', 2) is ["wait", var text]
                && double.TryParse(text.Trim('"'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && !double.IsNaN(seconds)
            )
                return TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
        return null;
    }
}
