using Bench.Data;

namespace Bench.Service.Storage;

/// <summary>Whether a process can write the folder of its cache. A worker that cannot would take work and fail each
/// piece of it, though others could do it.</summary>
public static class CacheFolder
{
    const int NoSpace = 28,
        OverQuota = 122;

    /// <returns>Why nothing can be written there; null where something can, or could with more room.</returns>
    public static string? WhyNotWritable(BenchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            using var file = TemporaryFile.In(options.CachePath);
            File.WriteAllBytes(file.Path, []);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "permission denied";
        }
        catch (IOException error)
        {
            return error.HResult is NoSpace or OverQuota ? null : error.Message;
        }
    }
}
