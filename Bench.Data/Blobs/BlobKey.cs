using System.Text.RegularExpressions;

namespace Bench.Data.Blobs;

internal static partial class BlobKey
{
    /// <exception cref="ArgumentException">The key could point outside the store.</exception>
    public static string Checked(string key) =>
        Shape().IsMatch(key) && !key.Contains("..", StringComparison.Ordinal)
            ? key
            : throw new ArgumentException($"'{key}' is not a blob key", nameof(key));

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*\\z")]
    private static partial Regex Shape();
}
