using System.Buffers;
using System.Security.Cryptography;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Imaging.Properties;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>Reads every image once, for its size and SHA-256.</summary>
public static class ImageHasher
{
    const int BufferBytes = 128 << 10;
    const int ReportEvery = 64;

    /// <summary>Files above this size are hashed in pieces, and their pixels are not looked at.</summary>
    const int MostBytesAtOnce = 32 << 20;

    /// <summary>Images of the manifest, in the order of <paramref name="found"/>.</summary>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <param name="found">The images.</param>
    /// <param name="properties">[N] receives the properties of each picture, read from the bytes that are hashed; empty
    /// where they are not wanted.</param>
    /// <param name="options">Threads and journal.</param>
    /// <param name="progress">Told about images done; may be null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DatasetImportException">Files that cannot be read, or are empty; the message names
    /// them.</exception>
    public static async Task<ManifestImage[]> HashAsync(
        string root,
        IReadOnlyList<FoundImage> found,
        ImageProperties?[] properties,
        DatasetImportOptions options,
        IProgress<DatasetImportProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var journal = new HashJournal(options.Journal);
        using var readers = new PropertyReaders();
        var (images, unreadable, done) = (new ManifestImage[found.Count], new FirstTen(), 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.HashingThreads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            found.Count,
            parallel,
            (i, token) =>
            {
                var image = found[i];
                try
                {
                    var file = new FileInfo(Path.Join(root, image.Path));
                    if (!RegularFile.Is(file.FullName))
                        throw new NotSupportedException();
                    var known = journal.TryGet(image.Path, file, out var hash);
                    if (properties.Length > 0 && file.Length <= MostBytesAtOnce)
                        (hash, properties[i]) = readers.Read(file, image.Path);
                    else if (!known)
                        hash = Hash(file, token);
                    if (!known)
                        journal.Add(image.Path, file, hash);
                    images[i] = new ManifestImage(image.Path, file.Length, hash, image.Classes, image.Facets);
                }
                // A journal that has no room is no fault of the picture's.
                catch (Exception e)
                    when (e is UnauthorizedAccessException or NotSupportedException || (e is IOException && !StorageFault.Is(e)))
                {
                    lock (unreadable)
                        unreadable.Add($"{image.Path} ({Reason(e)})");
                }
                var now = Interlocked.Increment(ref done);
                if (now % ReportEvery == 0 || now == found.Count)
                    progress?.Report(new DatasetImportProgress("hashing", now, found.Count));
                return ValueTask.CompletedTask;
            }
        );
        return unreadable.Any
            ? throw new DatasetImportException(
                DatasetImportCodes.Unreadable,
                $"{Counted.Of(unreadable.Count, "picture")} cannot be read: {unreadable}"
            )
            : images;
    }

    static string Reason(Exception error) =>
        error switch
        {
            UnauthorizedAccessException => "permission denied",
            EndOfStreamException => "empty",
            NotSupportedException => RegularFile.Otherwise,
            _ => "cannot be read",
        };

    /// <exception cref="IOException">The file cannot be read, or is empty.</exception>
    public static ContentHash Hash(FileInfo file, CancellationToken cancellationToken)
    {
        using var handle = File.OpenHandle(file.FullName, options: FileOptions.SequentialScan);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var position = 0L;
            for (int read; (read = RandomAccess.Read(handle, buffer, position)) > 0; position += read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                sha.AppendData(buffer, 0, read);
            }
            if (position == 0)
                throw new EndOfStreamException();
            Span<byte> hash = stackalloc byte[32];
            sha.GetHashAndReset(hash);
            return new ContentHash(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
