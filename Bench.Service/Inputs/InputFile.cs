namespace Bench.Service.Inputs;

/// <summary>Opens a file that somebody gave us, up to a limit.</summary>
static class InputFile
{
    /// <summary>Largest label file, image list or submission in text, in bytes.</summary>
    public const long DefaultLimit = 256L << 20;

    /// <param name="path">The file.</param>
    /// <param name="limit">Most bytes to accept.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    /// <param name="name">How the sender calls it, for messages; null for the name that it has on the disk.</param>
    public static FileStream Open(string path, long limit, Func<string, Exception> refuse, string? name = null)
    {
        name ??= Path.GetFileName(path);
        try
        {
            if (!RegularFile.Is(path))
                throw refuse($"{name} is {RegularFile.Otherwise}");
            var size = new FileInfo(path).Length;
            if (size > limit)
                throw refuse($"{name} has {size:N0} bytes; at most {limit:N0} are read");
            return new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw refuse($"{name} cannot be read: {(e is UnauthorizedAccessException ? "permission denied" : "there is no such file")}");
        }
    }

    /// <summary>The same as text: unpacked where it is packed (<see cref="PackedText"/>), as <see cref="PlainText"/>.</summary>
    /// <returns>A stream at its start.</returns>
    /// <inheritdoc cref="Open"/>
    public static Stream OpenText(string path, long limit, Func<string, Exception> refuse, string? name = null) =>
        AsText(Open(path, limit, refuse, name), name ?? Path.GetFileName(path), limit, refuse);

    /// <param name="file">An open file; becomes part of what is returned.</param>
    /// <inheritdoc cref="OpenText"/>
    public static Stream AsText(FileStream file, string name, long limit, Func<string, Exception> refuse)
    {
        try
        {
            if (PackedText.Read(file, name, limit, refuse) is not { } unpacked)
                return PlainText.Of(file);
            file.Dispose();
            return new MemoryStream(PlainText.Of(unpacked), writable: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>All of what <see cref="OpenText"/> gives.</summary>
    /// <inheritdoc cref="OpenText"/>
    public static Task<byte[]> ReadAsync(string path, long limit, Func<string, Exception> refuse, CancellationToken cancellationToken) =>
        ReadAsync(path, Path.GetFileName(path), limit, refuse, cancellationToken);

    /// <inheritdoc cref="ReadAsync(string, long, Func{string, Exception}, CancellationToken)"/>
    public static async Task<byte[]> ReadAsync(
        string path,
        string name,
        long limit,
        Func<string, Exception> refuse,
        CancellationToken cancellationToken
    )
    {
        await using var content = OpenText(path, limit, refuse, name);
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
