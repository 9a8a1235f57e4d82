namespace Bench.Workers.Datasets;

/// <summary>Reads a whole file that somebody gave us, up to a limit.</summary>
static class InputFile
{
    /// <summary>Largest label file, class list or order file that is read into memory, in bytes.</summary>
    public const long DefaultLimit = 256L << 20;

    /// <param name="path">The file.</param>
    /// <param name="limit">Most bytes to accept.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<byte[]> ReadAsync(string path, long limit, Func<string, Exception> refuse, CancellationToken cancellationToken)
    {
        try
        {
            var size = new FileInfo(path).Length;
            if (size > limit) throw refuse($"{Path.GetFileName(path)} has {size:N0} bytes; at most {limit:N0} are read");
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw refuse($"{Path.GetFileName(path)} cannot be read: {(e is UnauthorizedAccessException ? "permission denied" : "there is no such file")}");
        }
    }
}
