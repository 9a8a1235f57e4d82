using Bench.Data;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Work;

/// <summary>Decides what is worked on next. A job only says that there is something to do: whose turn it is is seen when a worker is
/// free.</summary>
public sealed class WorkTurns(BenchDb db, WorkQueue queue, FairShares shares, TimeProvider time)
{
    /// <summary>Items of an owner that are tried, oldest first, before the others' are: other workers take from the same end.</summary>
    const int Tries = 4;

    /// <summary>Takes the next item of a line, or returns null where nothing waits.</summary>
    /// <param name="line">What is to be done.</param>
    /// <param name="worker">Who will do it.</param>
    /// <param name="timeLimit">Longest that work of a kind may take.</param>
    /// <returns>The lease, and the turn that ends with the work.</returns>
    public async Task<(WorkLease Lease, IDisposable Turn)?> TakeAsync(
        WorkLine line,
        string worker,
        Func<WorkKind, TimeSpan> timeLimit,
        CancellationToken cancellationToken
    )
    {
        foreach (var kinds in Ranks(line))
        foreach (var owner in await OwnersAsync(line, kinds, cancellationToken))
        foreach (var (id, kind) in await OldestAsync(kinds, owner, cancellationToken))
            if (await queue.TakeAsync(id, worker, timeLimit(kind), cancellationToken) is { } lease)
                return (lease, shares.Begin(line, owner ?? Guid.Empty, kind));
        return null;
    }

    /// <summary>An import may take hours: the first one goes before everything, a second one at the same time does not.</summary>
    IEnumerable<IReadOnlyList<WorkKind>> Ranks(WorkLine line) =>
        shares.IsRunning(WorkKind.ImportDataset) ? line.Ranks.OrderBy(kinds => kinds.Contains(WorkKind.ImportDataset)) : line.Ranks;

    /// <summary>Those for whom something waits, the next one first: who had least, of those with the same who is worked for least, then who
    /// waits longest.</summary>
    async Task<List<Guid?>> OwnersAsync(WorkLine line, IReadOnlyList<WorkKind> kinds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var owners = await Owned(kinds)
            .Select(owned => new
            {
                owned.Owner,
                Waits = owned.Item.State == WorkState.Waiting || owned.Item.LeaseExpiresAt < now,
                owned.Item.CreatedAt,
            })
            .GroupBy(owned => owned.Owner)
            .Select(same => new
            {
                Owner = same.Key,
                Waiting = same.Count(owned => owned.Waits),
                Running = same.Count(owned => !owned.Waits),
                Since = same.Min(owned => owned.Waits ? owned.CreatedAt : (DateTime?)null),
            })
            .Where(same => same.Waiting > 0)
            .ToListAsync(cancellationToken);
        return
        [
            .. owners
                .OrderBy(each => shares.Had(line, each.Owner ?? Guid.Empty))
                .ThenBy(each => each.Running)
                .ThenBy(each => each.Since)
                .Select(each => each.Owner),
        ];
    }

    async Task<List<(Guid Id, WorkKind Kind)>> OldestAsync(IReadOnlyList<WorkKind> kinds, Guid? owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var items = await Owned(kinds)
            .Where(owned => owned.Owner == owner && (owned.Item.State == WorkState.Waiting || owned.Item.LeaseExpiresAt < now))
            // Ids alone do not tell the order of what came within one millisecond; shards of one plan go from its first image on.
            .OrderBy(owned => owned.Item.CreatedAt)
            .ThenBy(owned => owned.Item.Start)
            .ThenBy(owned => owned.Item.Id)
            .Take(Tries)
            .Select(owned => new { owned.Item.Id, owned.Item.Kind })
            .ToListAsync(cancellationToken);
        return items.ConvertAll(item => (item.Id, item.Kind));
    }

    /// <summary>What waits or runs, and whose it is: the owner of the evaluation, inquiry or model; null for the service's
    /// own.</summary>
    IQueryable<OwnedItem> Owned(IReadOnlyList<WorkKind> kinds) =>
        from item in db.Work
        where (item.State == WorkState.Waiting || item.State == WorkState.Leased) && kinds.Contains(item.Kind)
        join evaluation in db.Evaluations on item.SubjectId equals evaluation.Id into evaluations
        from evaluation in evaluations.DefaultIfEmpty()
        join inquiry in db.Inquiries on item.SubjectId equals inquiry.Id into inquiries
        from inquiry in inquiries.DefaultIfEmpty()
        join model in db.Models on item.SubjectId equals model.Id into models
        from model in models.DefaultIfEmpty()
        select new OwnedItem { Item = item, Owner = evaluation.OwnerKeyId ?? inquiry.OwnerKeyId ?? model.OwnerKeyId };

    sealed class OwnedItem
    {
        public required WorkItem Item { get; init; }
        public Guid? Owner { get; init; }
    }
}
