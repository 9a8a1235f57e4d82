using System.Collections.Concurrent;
using System.Diagnostics;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;

namespace Bench.Benchmarks.Work;

/// <summary>A shard that only takes its time: a second.</summary>
sealed class WaitingHandler(WorkQueue queue, WaitingHandler.Book book) : IWorkHandler
{
    static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    public WorkKind Kind => WorkKind.RunShard;

    public TimeSpan TimeLimit => TimeSpan.FromMinutes(1);

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        if (book.Added.TryGetValue(lease.ItemId, out var added))
            book.Waits.Enqueue(Stopwatch.GetElapsedTime(added).TotalMilliseconds);
        await Task.Delay(Length, cancellationToken);
        if (await queue.FinishAsync(lease, result: null, notes: null, cancellationToken))
            Interlocked.Increment(ref book.Done);
    }

    public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What the workers of a process write down together.</summary>
    internal sealed class Book
    {
        public int Done;

        /// <summary>When each item was about to be committed.</summary>
        public ConcurrentDictionary<Guid, long> Added { get; } = [];

        /// <summary>Milliseconds from then to the beginning of its work.</summary>
        public ConcurrentQueue<double> Waits { get; } = [];
    }
}
