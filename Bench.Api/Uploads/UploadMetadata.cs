using System.Text;
using Bench.Service.Inputs;

namespace Bench.Api.Uploads;

/// <summary>The <c>Upload-Metadata</c> header: comma-separated pairs of key and Base64 value.</summary>
internal static class UploadMetadata
{
    public const int Longest = 4_000;

    /// <summary>The pairs, or null when the header is malformed.</summary>
    public static IReadOnlyDictionary<string, string>? Parse(string header)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (header.Length > Longest)
            return null;
        foreach (var pair in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split(' ', 2);
            var value = new byte[Longest];
            var length = 0;
            if (parts.Length == 2 && !Convert.TryFromBase64String(parts[1], value, out length))
                return null;
            if (!pairs.TryAdd(parts[0], Encoding.UTF8.GetString(value, 0, length)))
                return null;
        }
        return pairs;
    }

    /// <summary>Name of the file for people; never used as a path.</summary>
    public static string? FileName(IReadOnlyDictionary<string, string> pairs) =>
        (pairs.GetValueOrDefault("filename") ?? pairs.GetValueOrDefault("name")) is { } name ? SentName.Of(name) : null;
}
