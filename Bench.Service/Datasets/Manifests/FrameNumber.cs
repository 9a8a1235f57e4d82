using System.Globalization;

namespace Bench.Service.Datasets.Manifests;

/// <summary>The place of a frame in its film, by the number that its name ends with.</summary>
static class FrameNumber
{
    /// <returns>Null where the name ends with no number.</returns>
    public static long? Of(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path.AsSpan());
        var digits = stem[(stem.LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
