using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Work;
using Bench.Metrics.Catalogue;
using Bench.Service.Labels;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Scores;

/// <summary>Finds evaluations whose stored scores were made with an older catalogue, and has them rescored a few at a
/// time.</summary>
/// <remarks>
/// A scoring's own row says whether it is out of date, so nothing is lost with a process: the next look finds the
/// same evaluations. Items carry the id of the catalogue that wants them and are taken by workers of that catalogue
/// alone; a worker of an older build neither takes nor makes any.
/// </remarks>
public sealed class OutdatedScores(BenchDb db, ScoredCatalogues catalogues, MetricSet metrics, TimeProvider time)
{
    /// <summary>Items that wait at once, so that they never hide others in the queue.</summary>
    public const int Batch = 100;

    static readonly WorkKind[] GoFirst = [.. Enum.GetValues<WorkKind>().Where(kind => kind.Rank() < WorkRank.Housekeeping)];

    string Wanted => metrics.Versions.Id;

    /// <summary>Makes items for evaluations that are out of date, newest first, until a batch of them waits; the newest
    /// are what boards show.</summary>
    /// <returns>Items made.</returns>
    public async Task<int> QueueAsync(CancellationToken cancellationToken)
    {
        var outdated = await OutdatedAsync(cancellationToken);
        var waiting = await Items.CountAsync(item => item.State == WorkState.Waiting && item.Notes == Wanted, cancellationToken);
        if (waiting >= Batch)
            return 0;
        var found = await outdated
            .Where(scoring =>
                !Items.Any(item =>
                    item.SubjectId == scoring.EvaluationId
                    && item.Notes == Wanted
                    && item.State != WorkState.Done
                    && item.State != WorkState.Cancelled
                )
            )
            .Select(scoring => scoring.EvaluationId)
            .Distinct()
            .OrderByDescending(id => id)
            .Take(Batch - waiting)
            .ToListAsync(cancellationToken);
        if (found.Count == 0)
            return 0;
        var older = (await catalogues.AllAsync(cancellationToken))
            .Where(known => metrics.Versions.IsNewerThan(known.Value))
            .Select(known => known.Key)
            .ToList();
        // What an older build still wanted is wanted no more.
        await Items
            .Where(item => item.State == WorkState.Waiting && older.Contains(item.Notes!))
            .ExecuteUpdateAsync(set => set.SetProperty(item => item.State, WorkState.Cancelled), cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        db.Work.AddRange(
            found.Select(id => new WorkItem
            {
                Id = Guid.CreateVersion7(),
                Kind = WorkKind.ScoreAnew,
                SubjectId = id,
                Notes = Wanted,
                CreatedAt = now,
            })
        );
        await db.SaveChangesAsync(cancellationToken);
        return found.Count;
    }

    /// <summary>An item to take now: null where none waits, or where work that somebody waits for goes first.</summary>
    /// <param name="tried">Items not to be given again.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<Guid?> NextAsync(IReadOnlyCollection<Guid> tried, CancellationToken cancellationToken)
    {
        if (await db.Work.AnyAsync(item => item.State == WorkState.Waiting && GoFirst.Contains(item.Kind), cancellationToken))
            return null;
        var now = time.GetUtcNow().UtcDateTime;
        return await Items
            .Where(item =>
                item.Notes == Wanted
                && (item.State == WorkState.Waiting || (item.State == WorkState.Leased && item.LeaseExpiresAt < now))
                && !tried.Contains(item.Id)
            )
            .OrderBy(item => item.Id)
            .Select(item => (Guid?)item.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The current label sets under which an evaluation's scores are out of date.</summary>
    public async Task<List<LabelSet>> LabelSetsAsync(Guid evaluationId, CancellationToken cancellationToken)
    {
        var ids = (await OutdatedAsync(cancellationToken))
            .Where(scoring => scoring.EvaluationId == evaluationId)
            .Select(scoring => scoring.LabelSetId);
        return await db.LabelSets.AsNoTracking().Where(set => ids.Contains(set.Id)).ToListAsync(cancellationToken);
    }

    /// <summary>How far it is.</summary>
    public async Task<OutdatedProgress> ProgressAsync(CancellationToken cancellationToken)
    {
        var outdated = await (await OutdatedAsync(cancellationToken))
            .Select(scoring => scoring.EvaluationId)
            .Distinct()
            .CountAsync(cancellationToken);
        var failed = await Items
            .Where(item => item.State == WorkState.Failed && item.Notes == Wanted)
            .OrderBy(item => item.Id)
            .Select(item => item.LastError)
            .ToListAsync(cancellationToken);
        var all = await db.Scorings.Select(scoring => scoring.EvaluationId).Distinct().CountAsync(cancellationToken);
        return new OutdatedProgress(all, outdated, failed.Count, failed.FirstOrDefault());
    }

    /// <summary>Stored numbers that are out of date, and reasons for those that could not be rescored.</summary>
    public async Task<ScoreVersions> VersionsAsync(CancellationToken cancellationToken)
    {
        var failed = await Items
            .Where(item => item.State == WorkState.Failed && item.Notes == Wanted)
            .Select(item => new { item.SubjectId, item.LastError })
            .ToListAsync(cancellationToken);
        return new(
            metrics,
            await catalogues.AllAsync(cancellationToken),
            failed.GroupBy(item => item.SubjectId).ToDictionary(same => same.Key, same => same.First().LastError ?? "the log says why")
        );
    }

    /// <summary>Has failures tried again; with <paramref name="everything"/>, whatever is stored is out of date from
    /// now on.</summary>
    /// <returns>Evaluations that will be rescored.</returns>
    public async Task<int> ForgetAsync(bool everything, CancellationToken cancellationToken)
    {
        await Items
            .Where(item => item.State == WorkState.Failed)
            .ExecuteUpdateAsync(set => set.SetProperty(item => item.State, WorkState.Cancelled), cancellationToken);
        if (everything)
            await db.Scorings.ExecuteUpdateAsync(set => set.SetProperty(scoring => scoring.CatalogueId, (string?)null), cancellationToken);
        return (await ProgressAsync(cancellationToken)).Outdated;
    }

    IQueryable<WorkItem> Items => db.Work.Where(item => item.Kind == WorkKind.ScoreAnew);

    /// <summary>Scorings of completed evaluations under current label sets that an older catalogue made. Evaluations
    /// without stored predictions have nothing to be scored from.</summary>
    async Task<IQueryable<Scoring>> OutdatedAsync(CancellationToken cancellationToken)
    {
        var fresh = await catalogues.FreshAsync(cancellationToken);
        return db
            .Scorings.AsNoTracking()
            .Where(scoring =>
                (scoring.CatalogueId == null || !fresh.Contains(scoring.CatalogueId))
                && db.LabelSets.Any(set => set.Id == scoring.LabelSetId && set.IsCurrent && set.Kind != LabelSetKind.Annotations)
                && db.Evaluations.Any(evaluation =>
                    evaluation.Id == scoring.EvaluationId
                    && evaluation.State == EvaluationState.Completed
                    && evaluation.PredictionsBlob != null
                )
            );
    }
}
