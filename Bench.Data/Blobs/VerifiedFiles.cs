using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Bench.Data.Blobs;

/// <summary>Files of this machine whose bytes were compared with a SHA-256: each once in a process, and again when its
/// length or its time of writing changes or an hour has passed.</summary>
/// <param name="time">Tells when the hour has passed.</param>
/// <param name="most">Files that are remembered; beyond them the longest known half is forgotten, and compared again
/// when it is used.</param>
public sealed class VerifiedFiles(TimeProvider time, int most = 10_000)
{
    const int Piece = 1 << 20;
    static readonly TimeSpan Trusted = TimeSpan.FromHours(1);

    readonly ConcurrentDictionary<string, Stamp> _stamps = new();

    internal int Remembered => _stamps.Count;

    /// <summary>Whether the file's bytes have this hash.</summary>
    /// <param name="path">The file; where it is missing the answer is no.</param>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<bool> HasAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return false;
        var stamp = new Stamp(sha256, file.Length, file.LastWriteTimeUtc, time.GetTimestamp());
        if (_stamps.TryGetValue(path, out var known) && known.IsOf(stamp) && time.GetElapsedTime(known.At) < Trusted)
            return true;
        if (await Sha256Async(path, cancellationToken) != sha256)
        {
            _stamps.TryRemove(path, out _);
            return false;
        }
        _stamps[path] = stamp;
        // Parts of evaluations are read once, and are many.
        if (_stamps.Count > most)
            foreach (var old in _stamps.ToArray().OrderBy(each => each.Value.At).Take(most / 2))
                _stamps.TryRemove(old);
        return true;
    }

    /// <summary>SHA-256 of a file, 64 lower-case hexadecimal digits.</summary>
    public static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read | FileShare.Delete,
            bufferSize: 0,
            FileOptions.SequentialScan
        );
        return await Sha256Async(stream, cancellationToken);
    }

    /// <inheritdoc cref="Sha256Async(string, CancellationToken)"/>
    public static async Task<string> Sha256Async(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Rented: a megabyte for each small part would be most of what scoring leaves to the collector.
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (int read; (read = await stream.ReadAsync(piece, cancellationToken)) > 0; )
                hash.AppendData(piece, 0, read);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    readonly record struct Stamp(string Sha256, long Length, DateTime Written, long At)
    {
        public bool IsOf(Stamp other) => (Sha256, Length, Written) == (other.Sha256, other.Length, other.Written);
    }
}
