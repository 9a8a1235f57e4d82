using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Bench.Api.Http;

/// <summary>What Kestrel reads sockets into: blocks of 32 KiB in place of its own of 4 KiB, so that a model of a gigabyte
/// takes an eighth of the system calls and wake-ups.</summary>
internal sealed class WideBlocks : IMemoryPoolFactory<byte>
{
    const int BlockSize = 1 << 15;

    /// <summary>Free blocks that a pool keeps, 8 MiB; more are left to the garbage collector.</summary>
    const int MostKept = 256;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    sealed class Pool : MemoryPool<byte>
    {
        readonly ConcurrentBag<Block> _free = [];

        public override int MaxBufferSize => BlockSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
            return _free.TryTake(out var block) ? block : new Block(this);
        }

        void Return(Block block)
        {
            if (_free.Count < MostKept)
                _free.Add(block);
        }

        protected override void Dispose(bool disposing) => _free.Clear();

        sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            // Pinned for good: sockets read into it without a handle each.
            public Memory<byte> Memory { get; } =
                MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true), 0, BlockSize);

            public void Dispose() => pool.Return(this);
        }
    }
}
