using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts.Archives;

/// <summary>Reads the regular files of a tar archive, plain or gzipped; links and devices are refused.</summary>
static class TarMembers
{
    // What may follow the last member: padding to a full record.
    const int LongestTail = 1 << 20;

    /// <summary>Members in archive order; the stream of a member is read before the next is asked for.</summary>
    /// <exception cref="DatasetImportException">Damaged, truncated, or with a link or device in it.</exception>
    public static async IAsyncEnumerable<(string Name, Stream Content, long Length)> ReadAsync(
        string path,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var file = File.OpenRead(path);
        var start = new byte[ForeignKind.Looked];
        var kind = ForeignKind.Of(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
        var gzipped = start is [0x1F, 0x8B, ..];
        file.Position = 0;
        await using Stream bytes = gzipped ? new GZipStream(file, CompressionMode.Decompress) : file;
        await using var tar = new TarReader(bytes, leaveOpen: true);
        while (await NextAsync(tar, path, gzipped ? null : kind, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes or TarEntryType.DirectoryList)
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                throw new DatasetImportException(
                    DatasetImportCodes.PathUnsafe,
                    $"'{FirstTen.Printable(entry.Name)}' of {Path.GetFileName(path)} is a {entry.EntryType}; only files are unpacked"
                );
            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            yield return (name, entry.DataStream ?? Stream.Null, entry.Length);
        }
        await ReadTailAsync(bytes, path, cancellationToken);
    }

    /// <summary>Reads to the end, where gzip's checksum of all that was unpacked is compared. Behind the last member there are zeros; the
    /// members of an archive that was put behind another would be missed without a word.</summary>
    static async Task ReadTailAsync(Stream bytes, string path, CancellationToken cancellationToken)
    {
        var (file, piece) = (Path.GetFileName(path), new byte[1 << 16]);
        try
        {
            for (
                var (tail, read) = (0, 0);
                tail < LongestTail && (read = await bytes.ReadAsync(piece, cancellationToken)) > 0;
                tail += read
            )
                if (piece.AsSpan(0, read).ContainsAnyExcept((byte)0))
                    throw new DatasetImportException(
                        DatasetImportCodes.Unreadable,
                        $"{file} continues after the end of a tar archive, as concatenated archives do: unpack it "
                            + "(tar --ignore-zeros), or register each archive separately"
                    );
        }
        catch (InvalidDataException e)
        {
            throw new DatasetImportException(
                DatasetImportCodes.Unreadable,
                $"{file} is damaged: its contents do not match its checksum",
                e
            );
        }
    }

    /// <param name="kind">What the file is by its first bytes, for where no member can be read.</param>
    static async Task<TarEntry?> NextAsync(TarReader tar, string path, string? kind, CancellationToken cancellationToken)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new DatasetImportException(
                DatasetImportCodes.Unreadable,
                kind is null or "a tar archive"
                    ? $"{Path.GetFileName(path)} is not a whole tar archive: {e.Message}"
                    : $"{Path.GetFileName(path)} is {kind}, not a tar archive, plain or packed with gzip: unpack it, or pack it so",
                e
            );
        }
    }
}
