using Bench.Data;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Work;

/// <summary>Decides what is worked on next. Whoever asks only says that a worker is free: whose turn it is is seen now.</summary>
/// <remarks>Of one owner's items what ends an evaluation goes before what begins another, and else the oldest first. Among those that are
/// made within <see cref="Patience"/> whatever this machine has the model and crops of goes before the rest. So an item is passed over by
/// items that came soon after it, and by what is begun already.</remarks>
public sealed class WorkTurns(
    BenchDb db,
    WorkQueue queue,
    FairShares shares,
    TimeProvider time,
    IWorkAffinity? affinity = null,
    WaitingCounts? counts = null
)
{
    /// <summary>The oldest items of an owner that are looked at for each turn: other workers take from the same end.</summary>
    const int Window = 32;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Takes the next item of a line, or returns null where nothing waits.</summary>
    /// <param name="line">What is to be done.</param>
    /// <param name="worker">Who will do it.</param>
    /// <param name="timeLimit">Longest that work of a kind may take; null for a kind that is left to others.</param>
    /// <returns>The lease, and the turn that ends with the work.</returns>
    public async Task<(WorkLease Lease, IDisposable Turn)?> TakeAsync(
        WorkLine line,
        string worker,
        Func<WorkKind, TimeSpan?> timeLimit,
        CancellationToken cancellationToken
    ) => await TakeAsync(line, worker, 1, timeLimit, cancellationToken) is [var taken] ? taken : null;

    /// <summary>Takes the next items of a line, as many as there are and at most <paramref name="most"/>. Others that take meanwhile may
    /// leave it with fewer than wait.</summary>
    public async Task<IReadOnlyList<(WorkLease Lease, IDisposable Turn)>> TakeAsync(
        WorkLine line,
        string worker,
        int most,
        Func<WorkKind, TimeSpan?> timeLimit,
        CancellationToken cancellationToken
    )
    {
        List<(WorkLease, IDisposable)> taken = [];
        try
        {
            await TakeAsync(taken, line, worker, most, timeLimit, cancellationToken);
        }
        catch (Exception) when (taken.Count > 0)
        {
            // What has been taken is to be done, or given back; the next call meets what stopped this one.
        }
        return taken;
    }

    async Task TakeAsync(
        List<(WorkLease, IDisposable)> taken,
        WorkLine line,
        string worker,
        int most,
        Func<WorkKind, TimeSpan?> timeLimit,
        CancellationToken cancellationToken
    )
    {
        var ranks = Ranks(line).Select(rank => rank.Where(kind => timeLimit(kind) is not null).ToList()).ToList();
        var kinds = ranks.SelectMany(rank => rank).ToList();
        if (counts?.Find(line, kinds) is { } known)
            await TakeAsync(taken, line, ranks, known, worker, most, timeLimit, cancellationToken);
        if (taken.Count == 0)
            await TakeAsync(
                taken,
                line,
                ranks,
                await CountAsync(line, kinds, cancellationToken),
                worker,
                most,
                timeLimit,
                cancellationToken
            );
    }

    async Task TakeAsync(
        List<(WorkLease, IDisposable)> taken,
        WorkLine line,
        IReadOnlyList<IReadOnlyList<WorkKind>> ranks,
        IReadOnlyList<WaitingCount> waiting,
        string worker,
        int most,
        Func<WorkKind, TimeSpan?> timeLimit,
        CancellationToken cancellationToken
    )
    {
        foreach (var kinds in ranks)
        {
            // A second import would not wait for the first.
            var wanted = kinds.Contains(WorkKind.ImportDataset) ? Math.Min(1, most - taken.Count) : most - taken.Count;
            var owners = OwnersOf(line, kinds, waiting);
            if (owners.Count == 0 || wanted == 0)
                continue;
            var missing = 0;
            foreach (var (owner, turns) in WaitingOwner.Deal(owners, wanted))
            {
                // Turns of an owner whose items others took meanwhile are the next one's.
                if (turns + missing == 0)
                    continue;
                var items = await NextAsync(kinds, owner, turns + missing, timeLimit, cancellationToken);
                var leases = await queue.TakeAsync(items, turns + missing, worker, cancellationToken);
                missing += turns - leases.Count;
                taken.AddRange(leases.Select(lease => (lease, shares.Begin(line, owner ?? Guid.Empty, lease.Kind))));
            }
        }
    }

    /// <summary>An import may take hours: the first one goes before everything, a second one at the same time does not.</summary>
    IEnumerable<IReadOnlyList<WorkKind>> Ranks(WorkLine line) =>
        shares.IsRunning(WorkKind.ImportDataset) ? line.Ranks.OrderBy(kinds => kinds.Contains(WorkKind.ImportDataset)) : line.Ranks;

    /// <summary>What is open of these kinds, from one query for all of them.</summary>
    async Task<IReadOnlyList<WaitingCount>> CountAsync(WorkLine line, IReadOnlyList<WorkKind> kinds, CancellationToken cancellationToken)
    {
        var (now, began) = (time.GetUtcNow().UtcDateTime, time.GetTimestamp());
        var found = await Open(kinds)
            .Select(item => new
            {
                item.Kind,
                item.OwnerKeyId,
                Waits = item.State == WorkState.Waiting || item.LeaseExpiresAt < now,
                item.CreatedAt,
            })
            .GroupBy(item => new { item.Kind, item.OwnerKeyId })
            .Select(same => new WaitingCount(
                same.Key.Kind,
                same.Key.OwnerKeyId,
                same.Count(item => item.Waits),
                same.Count(item => !item.Waits),
                same.Min(item => item.Waits ? item.CreatedAt : (DateTime?)null)
            ))
            .ToListAsync(cancellationToken);
        counts?.Keep(line, kinds, found, time.GetElapsedTime(began));
        return found;
    }

    /// <summary>Those for whom something of some of these kinds waits.</summary>
    List<WaitingOwner> OwnersOf(WorkLine line, IReadOnlyList<WorkKind> kinds, IReadOnlyList<WaitingCount> waiting) =>
        [
            .. from count in waiting
            where kinds.Contains(count.Kind)
            group count by count.Owner into own
            where own.Any(count => count.Waiting > 0)
            select new WaitingOwner(
                own.Key,
                shares.Had(line, own.Key ?? Guid.Empty),
                own.Sum(count => count.Waiting),
                own.Sum(count => count.Running),
                own.Min(count => count.Since)
            ),
        ];

    /// <summary>An owner's items in the order in which they are to be taken.</summary>
    async Task<IReadOnlyList<(Guid Id, TimeSpan Limit)>> NextAsync(
        IReadOnlyList<WorkKind> kinds,
        Guid? owner,
        int turns,
        Func<WorkKind, TimeSpan?> timeLimit,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow().UtcDateTime;
        var items = await db
            .Work.Where(item => item.OwnerKeyId == owner && kinds.Contains(item.Kind))
            // In one clause, else Postgres thinks so few are left that it reads all that are open instead of the index of turns.
            .Where(item => item.State == WorkState.Waiting || (item.State == WorkState.Leased && item.LeaseExpiresAt < now))
            // What is begun is ended before more is begun, else nobody's first score would come before the last plan of a crowd.
            .OrderBy(item => item.Stage)
            // Ids alone do not tell the order of what came within one millisecond; shards of one plan go from its first image on.
            .ThenBy(item => item.CreatedAt)
            .ThenBy(item => item.Start)
            .ThenBy(item => item.Id)
            .Take(Window * turns)
            .Select(item => new
            {
                item.Id,
                item.Kind,
                item.SubjectId,
                item.CreatedAt,
            })
            .ToListAsync(cancellationToken);
        var subjects = items.Where(item => item.Kind == WorkKind.RunShard).Select(item => item.SubjectId).Distinct().ToList();
        if (affinity is not null && subjects.Count > 1)
        {
            var here = await affinity.HereAsync(subjects, cancellationToken);
            var until = items[0].CreatedAt + Patience;
            items = [.. items.OrderByDescending(item => item.CreatedAt <= until ? here.GetValueOrDefault(item.SubjectId) : 0)];
        }
        return items.ConvertAll(item => (item.Id, timeLimit(item.Kind)!.Value));
    }

    /// <summary>What waits or runs, of some kinds.</summary>
    IQueryable<WorkItem> Open(IReadOnlyList<WorkKind> kinds) =>
        db.Work.Where(item => (item.State == WorkState.Waiting || item.State == WorkState.Leased) && kinds.Contains(item.Kind));
}
