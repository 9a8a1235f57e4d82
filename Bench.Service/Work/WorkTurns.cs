using Bench.Data;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Work;

/// <summary>Decides what is worked on next. Whoever asks only says that a worker is free: whose turn it is is seen now.</summary>
/// <remarks>Of one owner's items what ends an evaluation goes before what begins another, and else the oldest first. Among those that are
/// made within <see cref="Patience"/> whatever this machine has the model and crops of goes before the rest. So an item is passed over by
/// items that came soon after it, and by what is begun already.</remarks>
public sealed class WorkTurns(BenchDb db, WorkQueue queue, FairShares shares, TimeProvider time, IWorkAffinity? affinity = null)
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
        foreach (var rank in Ranks(line))
        {
            var kinds = rank.Where(kind => timeLimit(kind) is not null).ToList();
            // A second import would not wait for the first.
            var wanted = kinds.Contains(WorkKind.ImportDataset) ? Math.Min(1, most - taken.Count) : most - taken.Count;
            if (kinds.Count == 0 || wanted == 0)
                continue;
            var missing = 0;
            foreach (var (owner, turns) in WaitingOwner.Deal(await OwnersAsync(line, kinds, cancellationToken), wanted))
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

    async Task<List<WaitingOwner>> OwnersAsync(WorkLine line, IReadOnlyList<WorkKind> kinds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var owners = await Open(kinds)
            .Select(item => new
            {
                item.OwnerKeyId,
                Waits = item.State == WorkState.Waiting || item.LeaseExpiresAt < now,
                item.CreatedAt,
            })
            .GroupBy(item => item.OwnerKeyId)
            .Select(same => new
            {
                Owner = same.Key,
                Waiting = same.Count(item => item.Waits),
                Running = same.Count(item => !item.Waits),
                Since = same.Min(item => item.Waits ? item.CreatedAt : (DateTime?)null),
            })
            .Where(same => same.Waiting > 0)
            .ToListAsync(cancellationToken);
        return owners.ConvertAll(each => new WaitingOwner(
            each.Owner,
            shares.Had(line, each.Owner ?? Guid.Empty),
            each.Waiting,
            each.Running,
            each.Since
        ));
    }

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
