using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Bench.Api.Uploads;

/// <summary>The server's memory for what comes and goes over its connections, in blocks of 32 KiB. A block is what one
/// call of the system reads: of Kestrel's own, of 4 KiB, a model of 512 MiB takes 131,072.</summary>
/// <remarks>A connection that waits holds no block.</remarks>
internal sealed class ConnectionBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    const int BlockBytes = 1 << 15;

    /// <summary>Blocks that are kept for whoever comes next: 8 MiB.</summary>
    const int MostKept = 256;

    readonly ConcurrentQueue<byte[]> _kept = new();

    public override int MaxBufferSize => BlockBytes;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new ConnectionBlocks();

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        return new LentBlock(this, _kept.TryDequeue(out var bytes) ? bytes : GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true));
    }

    void Keep(byte[] bytes)
    {
        if (_kept.Count < MostKept)
            _kept.Enqueue(bytes);
    }

    protected override void Dispose(bool disposing) => _kept.Clear();

    sealed class LentBlock(ConnectionBlocks pool, byte[] bytes) : IMemoryOwner<byte>
    {
        byte[]? _bytes = bytes;

        public Memory<byte> Memory => MemoryMarshal.CreateFromPinnedArray(_bytes!, 0, BlockBytes);

        /// <summary>Goes back once, however often it is disposed of.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _bytes, null) is { } returned)
                pool.Keep(returned);
        }
    }
}
