using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Bench.Data.Blobs;

/// <summary>Files of this machine whose bytes were compared with a SHA-256: each once in a process, and again when its length or its time
/// of writing changes or an hour has passed.</summary>
public sealed class VerifiedFiles(TimeProvider time)
{
    const int Piece = 1 << 20;
    static readonly TimeSpan Trusted = TimeSpan.FromHours(1);

    readonly ConcurrentDictionary<string, Stamp> _stamps = new();

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
        var piece = new byte[Piece];
        for (int read; (read = await stream.ReadAsync(piece, cancellationToken)) > 0; )
            hash.AppendData(piece, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    readonly record struct Stamp(string Sha256, long Length, DateTime Written, long At)
    {
        public bool IsOf(Stamp other) => (Sha256, Length, Written) == (other.Sha256, other.Length, other.Written);
    }
}
