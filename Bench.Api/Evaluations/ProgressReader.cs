using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Bench.Service.Evaluations;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Evaluations;

/// <summary>Progress of evaluations, for answers and pages. Never runs backwards within an attempt, and never above the
/// total.</summary>
internal sealed class ProgressReader(BenchDb db, QueueOutlook outlook, TimeProvider time)
{
    public async Task<EvaluationProgress> OfAsync(UnderWay evaluation, CancellationToken cancellationToken) =>
        (await OfAsync([evaluation], cancellationToken))[evaluation.Id];

    /// <summary>Progress of each, in one query for all.</summary>
    public async Task<IReadOnlyDictionary<Guid, EvaluationProgress>> OfAsync(
        IReadOnlyList<UnderWay> evaluations,
        CancellationToken cancellationToken
    )
    {
        var running = evaluations.Where(each => each.State == EvaluationState.Running).Select(each => each.Id).ToList();
        var shards =
            running.Count == 0
                ? []
                : await db
                    .Work.AsNoTracking()
                    .Where(item =>
                        item.Kind == WorkKind.RunShard
                        && running.Contains(item.SubjectId)
                        && (item.State == WorkState.Waiting || item.State == WorkState.Leased || item.State == WorkState.Done)
                    )
                    .GroupBy(item => item.SubjectId)
                    .Select(same => new
                    {
                        same.Key,
                        Done = same.Sum(item => item.State == WorkState.Done ? item.Count : item.Done),
                        Speed = same.Sum(item => item.State == WorkState.Leased ? item.UnitsPerSecond ?? 0 : 0),
                    })
                    .ToDictionaryAsync(same => same.Key, same => (same.Done, same.Speed), cancellationToken);
        var progress = new Dictionary<Guid, EvaluationProgress>();
        foreach (var each in evaluations)
            progress[each.Id] = each.State switch
            {
                EvaluationState.Queued or EvaluationState.Inspecting => await WaitingAsync(each, cancellationToken),
                EvaluationState.Running => Running(each, shards.GetValueOrDefault(each.Id)),
                _ => new(each.Done, each.Total, each.ImagesPerSecond, null, null),
            };
        return progress;
    }

    async Task<EvaluationProgress> WaitingAsync(UnderWay evaluation, CancellationToken cancellationToken)
    {
        var place = await outlook.OfAsync(evaluation.Id, evaluation.OwnerKeyId, cancellationToken);
        return new(0, evaluation.Total, null, place.Seconds, place.Ahead);
    }

    EvaluationProgress Running(UnderWay evaluation, (int Done, double Speed) shards)
    {
        var done = Math.Min(evaluation.Total, shards.Done);
        var elapsed = (time.GetUtcNow().UtcDateTime - (evaluation.StartedAt ?? time.GetUtcNow().UtcDateTime)).TotalSeconds;
        // Between two shards, and before the first beat of one, what was done so far says how fast it goes.
        double? speed =
            shards.Speed > 0 ? shards.Speed
            : done > 0 && elapsed > 0 ? done / elapsed
            : null;
        return new(done, evaluation.Total, speed, (evaluation.Total - done) / speed, null);
    }
}
