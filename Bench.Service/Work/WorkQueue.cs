using Bench.Data;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Work;

/// <summary>Taking, keeping and ending work. Every call is one guarded UPDATE, so two workers can never both
/// win.</summary>
public sealed class WorkQueue(BenchDb db, BenchOptions options, TimeProvider time)
{
    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Takes the item, or returns null when it is done, cancelled or in other hands.</summary>
    /// <remarks>Dies here before the UPDATE: nothing happened. After it: the lease runs out and the item is waiting
    /// again.</remarks>
    public async Task<WorkLease?> TakeAsync(Guid itemId, string owner, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var now = Now;
        var claim = $"{owner}/{Guid.NewGuid():N}";
        var taken = await db
            .Work.Where(item =>
                item.Id == itemId && (item.State == WorkState.Waiting || (item.State == WorkState.Leased && item.LeaseExpiresAt < now))
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(item => item.State, WorkState.Leased)
                        .SetProperty(item => item.LeaseToken, item => item.LeaseToken + 1)
                        .SetProperty(item => item.LeaseOwner, claim)
                        .SetProperty(item => item.LeaseExpiresAt, now + options.LeaseDuration)
                        .SetProperty(item => item.Deadline, item => item.Deadline ?? now + timeLimit)
                        .SetProperty(item => item.Attempts, item => item.Attempts + 1),
                cancellationToken
            );
        if (taken == 0)
            return null;
        return await db
            .Work.AsNoTracking()
            .Where(item => item.Id == itemId && item.LeaseOwner == claim)
            .Select(item => LeaseOf(item))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Takes the first of these items that are free, at most <paramref name="most"/>; passes over those that
    /// are done, cancelled or in other hands, and waits for no lock.</summary>
    /// <param name="items">Items in the order in which they are wanted, and longest that each may take.</param>
    /// <param name="most">How many, at least 1.</param>
    /// <param name="owner">Who takes them.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    /// <remarks>Over Postgres one UPDATE over rows that nobody has locked. Dies before its end: nothing happened. After
    /// it: the leases run out and the items are waiting again.</remarks>
    public async Task<IReadOnlyList<WorkLease>> TakeAsync(
        IReadOnlyList<(Guid Id, TimeSpan Limit)> items,
        int most,
        string owner,
        CancellationToken cancellationToken
    )
    {
        if (items.Count == 0)
            return [];
        if (db is PostgresBenchDb)
            return await ClaimAsync(items, most, owner, cancellationToken);
        List<WorkLease> leases = [];
        foreach (var (id, limit) in items)
            if (leases.Count < most && await TakeAsync(id, owner, limit, cancellationToken) is { } lease)
                leases.Add(lease);
        return leases;
    }

    async Task<IReadOnlyList<WorkLease>> ClaimAsync(
        IReadOnlyList<(Guid Id, TimeSpan Limit)> items,
        int most,
        string owner,
        CancellationToken cancellationToken
    )
    {
        var now = Now;
        var (ids, deadlines) = (items.Select(item => item.Id).ToArray(), items.Select(item => now + item.Limit).ToArray());
        var (expires, claim) = (now + options.LeaseDuration, $"{owner}/{Guid.NewGuid():N}");
        var taken = await db
            .Work.FromSql(
                $"""
                WITH wanted AS (
                    SELECT * FROM unnest({ids}, {deadlines}) WITH ORDINALITY AS wanted (id, deadline, place)
                ), free AS MATERIALIZED (
                    SELECT item.id, wanted.deadline FROM wanted JOIN work_items item ON item.id = wanted.id
                    WHERE item.state = 'Waiting' OR (item.state = 'Leased' AND item.lease_expires_at < {now})
                    ORDER BY wanted.place LIMIT {most} FOR UPDATE OF item SKIP LOCKED
                )
                UPDATE work_items item
                SET state = 'Leased', lease_token = lease_token + 1, lease_owner = {claim}, lease_expires_at = {expires},
                    deadline = coalesce(item.deadline, free.deadline), attempts = attempts + 1
                FROM free WHERE item.id = free.id
                RETURNING item.*
                """
            )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return [.. taken.OrderBy(item => Array.IndexOf(ids, item.Id)).Select(LeaseOf)];
    }

    static WorkLease LeaseOf(WorkItem item) =>
        new(
            item.Id,
            item.Kind,
            item.SubjectId,
            item.ArgumentId,
            item.Start,
            item.Count,
            item.LeaseToken,
            item.Attempts,
            item.Deadline!.Value,
            item.TraceParent
        );

    /// <summary>Keeps the lease and tells how far the work is. False when the lease is lost: stop, and write
    /// nothing.</summary>
    /// <remarks>What is told never runs backwards: a worker that takes over from a dead one says nothing new until it is
    /// further.</remarks>
    public async Task<bool> KeepAsync(WorkLease lease, WorkProgress progress, CancellationToken cancellationToken) =>
        await Held(lease)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(item => item.LeaseExpiresAt, Now + options.LeaseDuration)
                        .SetProperty(item => item.Done, item => item.Done > progress.Done ? item.Done : progress.Done)
                        .SetProperty(item => item.Total, item => progress.Total > 0 ? progress.Total : item.Total)
                        .SetProperty(item => item.UnitsPerSecond, progress.UnitsPerSecond),
                cancellationToken
            ) == 1;

    /// <summary>Ends the item as done. Call inside the transaction that writes what the work made: both happen or
    /// neither. False when the lease is lost: roll back.</summary>
    public async Task<bool> FinishAsync(WorkLease lease, string? result, string? notes, CancellationToken cancellationToken) =>
        await Held(lease)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(item => item.State, WorkState.Done)
                        .SetProperty(item => item.Result, result)
                        .SetProperty(item => item.Notes, notes)
                        .SetProperty(item => item.Done, item => item.Total)
                        .SetProperty(item => item.LeaseExpiresAt, (DateTime?)null),
                cancellationToken
            ) == 1;

    /// <summary>Ends the item without result. False when the lease is lost.</summary>
    public async Task<bool> FailAsync(WorkLease lease, string error, CancellationToken cancellationToken) =>
        await Held(lease)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(item => item.State, WorkState.Failed)
                        .SetProperty(item => item.LastError, Storable(error))
                        .SetProperty(item => item.LeaseExpiresAt, (DateTime?)null),
                cancellationToken
            ) == 1;

    /// <summary>Gives the item back to be taken again, by a shutdown (which costs it no attempt) or after a fault of
    /// this machine (which does).</summary>
    public async Task GiveBackAsync(WorkLease lease, string? error, CancellationToken cancellationToken) =>
        await Held(lease)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(item => item.State, WorkState.Waiting)
                        .SetProperty(item => item.Attempts, item => error == null ? item.Attempts - 1 : item.Attempts)
                        .SetProperty(item => item.LastError, Storable(error))
                        .SetProperty(item => item.LeaseExpiresAt, (DateTime?)null),
                cancellationToken
            );

    /// <summary>A job that came for one item did another: the first one gets the job of the second, which is still to
    /// come. Both stay as they were where the first one waits no longer.</summary>
    public Task ExchangeJobsAsync(Guid called, Guid taken, CancellationToken cancellationToken) =>
        db
            .Work.Where(item => item.Id == called && item.State == WorkState.Waiting)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(
                        item => item.JobId,
                        item => db.Work.Where(other => other.Id == taken).Select(other => other.JobId).SingleOrDefault()
                    ),
                cancellationToken
            );

    /// <summary>Calls off what waits to do the same as newer items: only the newest knows all that has changed. Call
    /// inside the transaction that adds these.</summary>
    public async Task SupersedeAsync(IReadOnlyList<WorkItem> newer, CancellationToken cancellationToken)
    {
        foreach (var same in newer.GroupBy(item => (item.Kind, item.ArgumentId)))
        foreach (var subjects in same.Select(item => item.SubjectId).Chunk(500))
            await db
                .Work.Where(item =>
                    item.Kind == same.Key.Kind
                    && item.ArgumentId == same.Key.ArgumentId
                    && item.State == WorkState.Waiting
                    && subjects.Contains(item.SubjectId)
                )
                .ExecuteUpdateAsync(set => set.SetProperty(item => item.State, WorkState.Cancelled), cancellationToken);
    }

    /// <summary>Takes back every lease. Only for a process that knows itself to be the only worker, before it starts to
    /// work.</summary>
    public Task<int> ReleaseAllAsync(CancellationToken cancellationToken) =>
        db
            .Work.Where(item => item.State == WorkState.Leased)
            .ExecuteUpdateAsync(
                set => set.SetProperty(item => item.State, WorkState.Waiting).SetProperty(item => item.LeaseExpiresAt, (DateTime?)null),
                cancellationToken
            );

    /// <summary>Cancels what still waits or runs for a subject; its worker notices at the next
    /// heartbeat.</summary>
    public Task<int> CancelAsync(Guid subjectId, CancellationToken cancellationToken) =>
        db
            .Work.Where(item => item.SubjectId == subjectId && (item.State == WorkState.Waiting || item.State == WorkState.Leased))
            .ExecuteUpdateAsync(set => set.SetProperty(item => item.State, WorkState.Cancelled), cancellationToken);

    /// <summary>Calls off whatever there is for a subject, what is already done included: it starts again.</summary>
    public Task<int> DiscardAsync(Guid subjectId, CancellationToken cancellationToken) =>
        db
            .Work.Where(item => item.SubjectId == subjectId && item.State != WorkState.Failed)
            .ExecuteUpdateAsync(set => set.SetProperty(item => item.State, WorkState.Cancelled), cancellationToken);

    /// <summary>Errors quote what a file says, a NUL for example, which Postgres does not store.</summary>
    static string? Storable(string? error) => error?.Replace('\0', ' ');

    IQueryable<WorkItem> Held(WorkLease lease) =>
        db.Work.Where(item => item.Id == lease.ItemId && item.LeaseToken == lease.Token && item.State == WorkState.Leased);
}
