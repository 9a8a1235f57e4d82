using Bench.Data;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Evaluations;

/// <summary>Looks at all evaluations that are watched in this process, twice a second and with the same few queries
/// however many watch. Workers may be other machines, so the database is what is asked.</summary>
/// <remarks>Where the database does not answer nothing is told, and the next look tells what has happened
/// meanwhile.</remarks>
internal sealed class EvaluationPulse(IServiceScopeFactory scopes, TimeProvider time, ILogger<EvaluationPulse> log)
    : RepeatedWork(Interval, time, log)
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Evaluations that one query asks for.</summary>
    const int AtOnce = 1000;

    readonly Lock _gate = new();
    readonly Dictionary<Guid, WatchedEvaluation> _watched = [];
    long _looks;

    /// <summary>A reader begins to watch; <see cref="End"/> has to follow.</summary>
    public WatchedEvaluation Begin(Guid id)
    {
        lock (_gate)
        {
            if (!_watched.TryGetValue(id, out var watched))
                _watched.Add(id, watched = new WatchedEvaluation(id));
            watched.Readers++;
            return watched;
        }
    }

    public void End(WatchedEvaluation watched)
    {
        lock (_gate)
            if (--watched.Readers == 0)
                _watched.Remove(watched.Id);
    }

    protected override Task RunOnceAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        WatchedEvaluation[] watched;
        lock (_gate)
            watched = [.. _watched.Values];
        var number = ++_looks;
        foreach (var some in watched.Chunk(AtOnce))
        {
            var found = await FindAsync(number, [.. some.Select(each => each.Id)], cancellationToken);
            foreach (var each in some)
                each.Tell(found.GetValueOrDefault(each.Id));
        }
    }

    async Task<Dictionary<Guid, EvaluationLook>> FindAsync(long number, List<Guid> ids, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var rows = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => ids.Contains(evaluation.Id))
            .Select(evaluation => new
            {
                evaluation.Id,
                evaluation.DatasetId,
                evaluation.ModelId,
                evaluation.OwnerKeyId,
                evaluation.State,
                evaluation.Revision,
                evaluation.Done,
                evaluation.Total,
                Images = db
                    .Datasets.Where(dataset => dataset.Id == evaluation.DatasetId)
                    .Select(dataset => dataset.ImageCount)
                    .FirstOrDefault(),
                evaluation.ImagesPerSecond,
                evaluation.StartedAt,
            })
            .ToListAsync(cancellationToken);
        var progress = await scope
            .ServiceProvider.GetRequiredService<ProgressReader>()
            .OfAsync(
                rows.ConvertAll(row => new UnderWay(
                    row.Id,
                    row.OwnerKeyId,
                    row.State,
                    row.Done,
                    row.Total > 0 ? row.Total : row.Images,
                    row.ImagesPerSecond,
                    row.StartedAt
                )),
                cancellationToken
            );
        return rows.ToDictionary(
            row => row.Id,
            row => new EvaluationLook(number, row.DatasetId, row.ModelId, row.State, row.Revision, progress[row.Id])
        );
    }
}
