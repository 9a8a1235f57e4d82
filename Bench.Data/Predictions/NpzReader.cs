using System.IO.Compression;
using System.Numerics;
using Bench.Data.Outcomes;

namespace Bench.Data.Predictions;

/// <summary>Arrays of a <c>.npz</c> file that somebody gave us, stored or deflated; lengths are checked before memory
/// is taken, and checksums after reading.</summary>
public sealed class NpzReader : IDisposable
{
    const int MostEntries = 64;
    const int MostSide = 1 << 20;

    readonly ZipArchive _zip;

    NpzReader(ZipArchive zip) => _zip = zip;

    /// <exception cref="PredictionFileException">Not a zip file, or one with too many members or with two of one
    /// name.</exception>
    public static NpzReader Open(string path)
    {
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            if (zip.Entries.Count > MostEntries)
                throw new PredictionFileException(
                    $"the file has {Counted.Of(zip.Entries.Count, "member")}; at most {MostEntries} are read"
                );
            if (zip.Entries.DistinctBy(e => e.FullName).Count() != zip.Entries.Count)
                throw new PredictionFileException("the file has two members of one name");
            return new NpzReader(zip);
        }
        catch (InvalidDataException e)
        {
            // The end of the archive was in order, its list of members is not.
            zip?.Dispose();
            throw new PredictionFileException(
                BeginsAsArchive(path)
                    ? "the file is truncated or damaged: it begins as a zip archive and does not end as one"
                    : "the file is not an npz archive",
                e
            );
        }
        catch (PredictionFileException)
        {
            zip?.Dispose();
            throw;
        }
    }

    static bool BeginsAsArchive(string path)
    {
        using var stream = File.OpenRead(path);
        return stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
    }

    /// <summary>Names of the members, arrays without <c>.npy</c>.</summary>
    public IReadOnlyList<string> Names =>
        [
            .. _zip.Entries.Select(entry =>
                entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName
            ),
        ];

    public bool Has(string name) => _zip.GetEntry(name) is not null;

    /// <summary>A small member as it is, such as <c>meta.json</c>; null when there is none.</summary>
    /// <exception cref="PredictionFileException">It is damaged or larger than 1 MiB.</exception>
    public byte[]? ReadBytes(string name)
    {
        if (_zip.GetEntry(name) is not { } entry)
            return null;
        if (entry.Length > MostSide)
            throw new PredictionFileException($"{name} has {Counted.Of(entry.Length, "byte")}; at most {MostSide:N0} are read");
        return Read(
            entry,
            name,
            stream =>
            {
                var bytes = new byte[entry.Length];
                stream.ReadExactly(bytes);
                return bytes;
            }
        );
    }

    /// <summary>An array, or null when there is none.</summary>
    /// <param name="name">Name without <c>.npy</c>.</param>
    /// <param name="maxBytes">Most bytes of elements to accept.</param>
    /// <exception cref="PredictionFileException">It is damaged, too large or of another type.</exception>
    public NpyArray<T>? ReadArray<T>(string name, long maxBytes)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
        _zip.GetEntry(name + ".npy") is { } entry
            ? Read(entry, name, stream => NpyReader.Read<T>(stream, name, entry.Length, maxBytes))
            : null;

    /// <summary>An array of texts, or null when there is none; parameters as above.</summary>
    /// <exception cref="PredictionFileException">It is damaged, too large or not of texts.</exception>
    public string[]? ReadTexts(string name, long maxBytes) =>
        _zip.GetEntry(name + ".npy") is { } entry ? Read(entry, name, stream => NpyTexts.Read(stream, name, entry.Length, maxBytes)) : null;

    /// <summary>Shape of an array of numbers; null where there is none of that name, or it holds something
    /// else.</summary>
    /// <param name="name">Name without <c>.npy</c>.</param>
    public IReadOnlyList<long>? ShapeOf(string name)
    {
        if (_zip.GetEntry(name + ".npy") is not { } entry)
            return null;
        try
        {
            using var stream = entry.Open();
            return NpyHeader.Read(stream, name).Shape;
        }
        catch (Exception e) when (e is PredictionFileException or InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>One row of an array whose first dimension counts images, or null when there is no such array or row.
    /// What lies before it is passed over, what lies behind it is not read, so the checksum is not checked.</summary>
    /// <param name="name">Name without <c>.npy</c>.</param>
    /// <param name="row">Which row.</param>
    /// <exception cref="PredictionFileException">It is damaged or of another type.</exception>
    public T[]? ReadRow<T>(string name, int row)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (_zip.GetEntry(name + ".npy") is not { } entry)
            return null;
        try
        {
            using var stream = entry.Open();
            var header = NpyHeader.Read(stream, name);
            var length = header.Shape.Skip(1).Aggregate(1L, (a, b) => a * b);
            if (header.ColumnMajor)
                throw new PredictionFileException($"{name} is stored column by column, so its rows cannot be read one by one");
            if (row < 0 || row >= header.Shape[0] || length > MostSide)
                return null;
            NpyReader.Skip(stream, row * length * header.Type.Size());
            return NpyReader.ReadElements<T>(stream, header with { Shape = [length] }, name, entry.Length, entry.Length).Values;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new PredictionFileException($"{name} is damaged: {e.Message}", e);
        }
    }

    public void Dispose() => _zip.Dispose();

    static TResult Read<TResult>(ZipArchiveEntry entry, string name, Func<Stream, TResult> read)
    {
        try
        {
            using var stream = new ChecksumStream(entry.Open());
            var result = read(stream);
            return stream.ReadByte() < 0 && stream.Checksum == entry.Crc32
                ? result
                : throw new PredictionFileException($"{name} is damaged: its checksum differs");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new PredictionFileException(
                e.Message.Contains("not supported", StringComparison.Ordinal)
                    ? $"{name} is compressed in a way that is not read; numpy.savez and numpy.savez_compressed write what is"
                    : $"{name} is damaged: {e.Message}",
                e
            );
        }
    }
}
