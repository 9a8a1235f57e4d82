using Bench.Data;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Work;

/// <summary>Decides what is worked on next. A request only says that a worker is free: whose turn it is is decided now.</summary>
/// <remarks>Of one owner's items what ends an evaluation goes before what begins another, and else the oldest first. Among those that are
/// made within <see cref="Patience"/> whatever this machine has the model and crops of goes before the rest. So an item is passed over by
/// items that came soon after it, and by what is begun already.</remarks>
public sealed class WorkTurns(BenchDb db, WorkQueue queue, FairShares shares, TimeProvider time, IWorkAffinity? affinity = null)
{
    /// <summary>The oldest items of an owner that are looked at for each turn: other workers take from the same end.</summary>
    const int Window = 32;

    /// <summary>Owners of each kind of work that are looked at for one turn. Where fewer wait the order is exact; of a crowd each look sees
    /// the next so many, in a round.</summary>
    internal const int OwnersAtOnce = 100;

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
        var open = await OpenWorkQuery.ReadAsync(
            db,
            [.. ranks.SelectMany(rank => rank)],
            Math.Max(OwnersAtOnce, most),
            shares.LookedAt,
            time.GetUtcNow().UtcDateTime,
            cancellationToken
        );
        foreach (var kinds in ranks)
        {
            // A second import would not wait for the first.
            var wanted = kinds.Contains(WorkKind.ImportDataset) ? Math.Min(1, most - taken.Count) : most - taken.Count;
            var owners = OwnersOf(line, kinds, open);
            while (wanted > 0 && owners.Count > 0)
                wanted = await TakeAsync(taken, line, kinds, owners, wanted, worker, timeLimit, cancellationToken);
        }
    }

    /// <summary>Deals turns and takes an item for each. Owners who have fewer than they were dealt are struck from the list.</summary>
    /// <returns>Turns that are left over: for those that are still on the list.</returns>
    async Task<int> TakeAsync(
        List<(WorkLease, IDisposable)> taken,
        WorkLine line,
        IReadOnlyList<WorkKind> kinds,
        List<WaitingOwner> owners,
        int wanted,
        string worker,
        Func<WorkKind, TimeSpan?> timeLimit,
        CancellationToken cancellationToken
    )
    {
        var left = 0;
        foreach (var (owner, dealt) in WaitingOwner.Deal(owners, wanted))
        {
            // Turns of an owner who has no more, or whose items others took meanwhile, are the next one's.
            var turns = dealt + left;
            if (turns == 0)
                continue;
            var items = await NextAsync(kinds, owner, turns, timeLimit, cancellationToken);
            var leases = await queue.TakeAsync(items, turns, worker, cancellationToken);
            taken.AddRange(leases.Select(lease => (lease, shares.Begin(line, owner ?? Guid.Empty, lease.Kind))));
            left = turns - leases.Count;
            if (left > 0)
                owners.RemoveAll(each => each.Owner == owner);
        }
        return left;
    }

    /// <summary>An import may take hours: the first one goes before everything, a second one at the same time does not.</summary>
    IEnumerable<IReadOnlyList<WorkKind>> Ranks(WorkLine line) =>
        shares.IsRunning(WorkKind.ImportDataset) ? line.Ranks.OrderBy(kinds => kinds.Contains(WorkKind.ImportDataset)) : line.Ranks;

    /// <summary>Owners for whom something of some of these kinds waits.</summary>
    List<WaitingOwner> OwnersOf(WorkLine line, IReadOnlyList<WorkKind> kinds, IReadOnlyList<OpenWork> open) =>
        [
            .. from work in open
            where kinds.Contains(work.Kind)
            group work by work.Owner into own
            where own.Any(work => work.Since is not null)
            let had = shares.Had(line, own.Key ?? Guid.Empty)
            select new WaitingOwner(own.Key, had.Counted, own.Sum(work => work.Running), had.Own, own.Min(work => work.Since)),
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
}
