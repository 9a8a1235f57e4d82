namespace Bench.Service.Inputs;

/// <summary>Opens a file that somebody gave us, up to a limit.</summary>
static class InputFile
{
    /// <summary>Largest label file, image list or submission in text, in bytes.</summary>
    public const long DefaultLimit = 256L << 20;

    /// <param name="path">The file.</param>
    /// <param name="limit">Most bytes to accept.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    public static FileStream Open(string path, long limit, Func<string, Exception> refuse)
    {
        try
        {
            if (!RegularFile.Is(path))
                throw refuse($"{Path.GetFileName(path)} is {RegularFile.Otherwise}");
            var size = new FileInfo(path).Length;
            if (size > limit)
                throw refuse($"{Path.GetFileName(path)} has {size:N0} bytes; at most {limit:N0} are read");
            return new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw refuse(
                $"{Path.GetFileName(path)} cannot be read: "
                    + $"{(e is UnauthorizedAccessException ? "permission denied" : "there is no such file")}"
            );
        }
    }

    /// <summary>All of it, as <see cref="PlainText"/>.</summary>
    /// <inheritdoc cref="Open"/>
    public static async Task<byte[]> ReadAsync(string path, long limit, Func<string, Exception> refuse, CancellationToken cancellationToken)
    {
        await using var file = Open(path, limit, refuse);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, cancellationToken);
        return PlainText.Of(bytes);
    }
}
