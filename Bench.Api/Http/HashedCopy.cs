using System.Buffers;
using System.Security.Cryptography;
using Bench.Service.Storage;

namespace Bench.Api.Http;

/// <summary>Copies a stream to a new file and hashes it on the way, in the memory of two buffers: one is hashed and
/// written while the other is being filled.</summary>
internal static class HashedCopy
{
    const int BufferSize = 1 << 18;

    /// <param name="source">Read to its end.</param>
    /// <param name="path">Must not exist.</param>
    /// <param name="maxBytes">Most bytes to accept.</param>
    /// <param name="space">Looked at now and then: how much comes may have been told by nobody.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Bytes and SHA-256, or null when there were more than allowed; the file is left to the caller either
    /// way.</returns>
    public static async Task<(long Length, string Sha256)?> WriteAsync(
        Stream source,
        string path,
        long maxBytes,
        FreeSpace space,
        CancellationToken cancellationToken
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var target = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            }
        );
        var (filling, full) = (ArrayPool<byte>.Shared.Rent(BufferSize), ArrayPool<byte>.Shared.Rent(BufferSize));
        var pending = Task.CompletedTask;
        try
        {
            long length = 0;
            while (true)
            {
                var count = await source.ReadAtLeastAsync(filling, filling.Length, throwOnEndOfStream: false, cancellationToken);
                await pending;
                length += count;
                if (length > maxBytes)
                    return null;
                if (count == 0)
                    break;
                space.RequireSome(length - count, length);
                (filling, full) = (full, filling);
                pending = KeepAsync(target, hash, full.AsMemory(0, count), cancellationToken);
            }
            return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ArrayPool<byte>.Shared.Return(filling);
            ArrayPool<byte>.Shared.Return(full);
        }
    }

    static Task KeepAsync(FileStream target, IncrementalHash hash, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                var writing = target.WriteAsync(bytes, cancellationToken);
                hash.AppendData(bytes.Span);
                await writing;
            },
            CancellationToken.None
        );
}
