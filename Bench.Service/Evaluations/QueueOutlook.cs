using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Service.Evaluations;

/// <summary>The place of each evaluation that waits for a device, as of at most a second ago: however many ask, the
/// queue is read once.</summary>
/// <remarks>Owners take turns, so the place is that of turns taken from now on. Seconds are what evaluations over the
/// same dataset took last, shared by the workers that are there.</remarks>
public sealed class QueueOutlook(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    /// <summary>Completed evaluations whose duration is looked at.</summary>
    const int Recent = 200;

    readonly SharedLatest<Snapshot> _latest = new(joinsRunning: true);

    /// <summary>Its place; of one that has come only now, the place that it will have.</summary>
    public async Task<QueuePlace> OfAsync(Guid evaluation, Guid? owner, CancellationToken cancellationToken)
    {
        var snapshot = await LatestAsync().WaitAsync(cancellationToken);
        return snapshot.Places.TryGetValue(evaluation, out var place) ? place : snapshot.OfNewcomer(owner);
    }

    Task<Snapshot> LatestAsync()
    {
        var now = time.GetUtcNow();
        return _latest.GetAsync((now - KeptFor).UtcTicks, now.UtcTicks, _ => ReadAsync());
    }

    async Task<Snapshot> ReadAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var waiting = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => evaluation.State == EvaluationState.Queued || evaluation.State == EvaluationState.Inspecting)
            .OrderBy(evaluation => evaluation.Id)
            .Select(evaluation => new WaitingEvaluation(evaluation.Id, evaluation.OwnerKeyId, evaluation.DatasetId))
            .ToListAsync();
        var running = await db.Evaluations.CountAsync(evaluation => evaluation.State == EvaluationState.Running);
        if (waiting.Count == 0)
            return Snapshot.Of([], running, 1, []);
        var ended = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation =>
                evaluation.State == EvaluationState.Completed
                && evaluation.Verified
                && evaluation.StartedAt != null
                && evaluation.FinishedAt != null
            )
            .OrderByDescending(evaluation => evaluation.Id)
            .Take(Recent)
            .Select(evaluation => new
            {
                evaluation.DatasetId,
                Started = evaluation.StartedAt!.Value,
                Finished = evaluation.FinishedAt!.Value,
            })
            .ToListAsync();
        var seen = time.GetUtcNow().UtcDateTime - Worker.SeenWithin;
        var devices = Math.Max(1, await db.Workers.CountAsync(worker => worker.SeenAt > seen));
        return Snapshot.Of(
            waiting,
            running,
            devices,
            ended.ConvertAll(each => (each.DatasetId, (each.Finished - each.Started).TotalSeconds))
        );
    }

    readonly record struct WaitingEvaluation(Guid Id, Guid? Owner, Guid Dataset);

    sealed record Snapshot(
        IReadOnlyDictionary<Guid, QueuePlace> Places,
        IReadOnlyDictionary<Guid, int> Counts,
        int Running,
        double? SecondsAhead
    )
    {
        public static Snapshot Of(List<WaitingEvaluation> waiting, int running, int devices, List<(Guid Dataset, double Seconds)> ended)
        {
            double? mean = ended.Count == 0 ? null : ended.Average(each => each.Seconds);
            var means = ended.GroupBy(each => each.Dataset).ToDictionary(same => same.Key, same => same.Average(each => each.Seconds));
            // What runs is half done, as far as anybody knows.
            var ahead = running * mean / 2;
            var places = new Dictionary<Guid, QueuePlace>(waiting.Count);
            var owners = waiting.GroupBy(each => each.Owner ?? Guid.Empty).Select(same => (same.Key, Items: same.ToList())).ToList();
            var counts = owners.ToDictionary(owner => owner.Key, owner => owner.Items.Count);
            for (var turn = 0; owners.Count > 0; owners.RemoveAll(owner => owner.Items.Count <= turn + 1), turn++)
                foreach (var (_, items) in owners)
                {
                    var own = means.TryGetValue(items[turn].Dataset, out var known) ? known : mean;
                    places.Add(items[turn].Id, new QueuePlace(running + places.Count, ahead / devices + own));
                    ahead += own;
                }
            return new Snapshot(places, counts, running, ahead / devices + mean);
        }

        public QueuePlace OfNewcomer(Guid? owner)
        {
            var own = Counts.GetValueOrDefault(owner ?? Guid.Empty);
            var before = Counts.Sum(other => other.Key == (owner ?? Guid.Empty) ? own : Math.Min(other.Value, own + 1));
            return new QueuePlace(Running + before, SecondsAhead);
        }
    }
}
