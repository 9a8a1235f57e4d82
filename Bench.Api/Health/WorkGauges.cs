using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Bench.Service.Evaluations.Scores;
using Microsoft.EntityFrameworkCore;
using Prometheus;

namespace Bench.Api.Health;

/// <summary>The part of /metrics about work: evaluations by state, work items by kind and state, images per second now.
/// Read from the database whenever Prometheus asks, at most once a second.</summary>
internal sealed class WorkGauges(IServiceScopeFactory scopes, TimeProvider time) : IHostedService, IDisposable
{
    static readonly Gauge Evaluations = Prometheus.Metrics.CreateGauge("bench_evaluations", "Evaluations by state.", "state");
    static readonly Gauge Items = Prometheus.Metrics.CreateGauge(
        "bench_work_items",
        "Work items that wait or run, by kind and state.",
        "kind",
        "state"
    );
    static readonly Gauge Oldest = Prometheus.Metrics.CreateGauge(
        "bench_work_oldest_seconds",
        "How long the oldest work item that waits has waited, by kind; 0 where none does.",
        "kind"
    );
    static readonly Gauge Build = Prometheus.Metrics.CreateGauge("bench_build_info", "1, and the version that runs.", "version");
    static readonly Gauge Speed = Prometheus.Metrics.CreateGauge(
        "bench_images_per_second",
        "Images per second of all shards that run now."
    );

    static readonly Gauge Workers = Prometheus.Metrics.CreateGauge(
        "bench_workers",
        "Workers that live or failed their self-test, by execution provider and self-test.",
        "provider",
        "self_test"
    );

    static readonly Gauge Scored = Prometheus.Metrics.CreateGauge(
        "bench_scored_evaluations",
        "Evaluations with scores, by whether these are of the catalogue's versions: current, outdated, or failed to be recomputed.",
        "scores"
    );

    readonly SemaphoreSlim _once = new(1, 1);
    DateTimeOffset _last;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Meters are listened to from the first collection on: without one, what is counted before Prometheus asks
        // would be lost.
        await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Stream.Null, cancellationToken);
        Prometheus.Metrics.DefaultRegistry.AddBeforeCollectCallback(CollectAsync);
        Build.WithLabels(BenchVersion.Text).Set(1);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _once.Dispose();

    async Task CollectAsync(CancellationToken cancellationToken)
    {
        await _once.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() - _last < TimeSpan.FromSeconds(1))
                return;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
            var states = await db
                .Evaluations.GroupBy(evaluation => evaluation.State)
                .Select(group => new { group.Key, Count = group.Count() })
                .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
            foreach (var state in Enum.GetValues<EvaluationState>())
                Evaluations.WithLabels(state.ToString().ToLowerInvariant()).Set(states.GetValueOrDefault(state));
            var work = await db
                .Work.Where(item => item.State == WorkState.Waiting || item.State == WorkState.Leased)
                .GroupBy(item => new { item.Kind, item.State })
                .Select(group => new
                {
                    group.Key,
                    Count = group.Count(),
                    Since = group.Min(item => item.CreatedAt),
                    Speed = group.Sum(item =>
                        item.Kind == WorkKind.RunShard && item.State == WorkState.Leased ? item.UnitsPerSecond ?? 0 : 0
                    ),
                })
                .ToListAsync(cancellationToken);
            foreach (var kind in Enum.GetValues<WorkKind>())
            foreach (var state in new[] { WorkState.Waiting, WorkState.Leased })
                Items
                    .WithLabels(kind.ToString(), state.ToString().ToLowerInvariant())
                    .Set(work.Where(group => group.Key.Kind == kind && group.Key.State == state).Sum(group => group.Count));
            foreach (var kind in Enum.GetValues<WorkKind>())
                Oldest
                    .WithLabels(kind.ToString())
                    .Set(
                        work.Where(group => group.Key.Kind == kind && group.Key.State == WorkState.Waiting)
                            .Select(group => (time.GetUtcNow().UtcDateTime - group.Since).TotalSeconds)
                            .DefaultIfEmpty(0)
                            .Max()
                    );
            Speed.Set(work.Sum(group => group.Speed));
            var since = time.GetUtcNow().UtcDateTime - Worker.SeenWithin;
            var workers = await db
                .Workers.Where(worker => worker.SeenAt > since)
                .GroupBy(worker => new { worker.Provider, worker.SelfTestPassed })
                .Select(group => new { group.Key, Count = group.Count() })
                .ToListAsync(cancellationToken);
            foreach (var known in Workers.GetAllLabelValues())
                Workers.WithLabels(known).Set(0);
            foreach (var group in workers)
                Workers
                    .WithLabels(
                        group.Key.Provider,
                        group.Key.SelfTestPassed switch
                        {
                            true => "passed",
                            false => "failed",
                            null => "off",
                        }
                    )
                    .Set(group.Count);
            var progress = await scope.ServiceProvider.GetRequiredService<OutdatedScores>().ProgressAsync(cancellationToken);
            Scored.WithLabels("current").Set(progress.Evaluations - progress.Outdated);
            Scored.WithLabels("outdated").Set(progress.Outdated - progress.Failed);
            Scored.WithLabels("failed").Set(progress.Failed);
            await UseGauges.CollectAsync(db, cancellationToken);
            _last = time.GetUtcNow();
        }
        catch (ObjectDisposedException)
        {
            // The application ended while it was asked.
        }
        finally
        {
            _once.Release();
        }
    }
}
