using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Evaluations.Scores;
using Hangfire;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>Work that waits, work that runs, where and how fast, and the workers that were seen.</summary>
internal sealed class QueueModel(BenchDb db, JobStorage jobs, OutdatedScores outdated, TimeProvider time) : BoardPageModel
{
    public IReadOnlyList<WaitingKind> Kinds { get; private set; } = [];

    public IReadOnlyList<Running> Items { get; private set; } = [];

    public IReadOnlyList<WorkerLine> Workers { get; private set; } = [];

    /// <summary>Workers that live or have just failed their self-test.</summary>
    public IReadOnlyList<Data.Work.Worker> Tested { get; private set; } = [];

    /// <summary>Evaluations whose scores are of an older catalogue.</summary>
    public OutdatedProgress Outdated { get; private set; } = new(0, 0, 0, null);

    public DateTime Now { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Now = time.GetUtcNow().UtcDateTime;
        var open = db.Work.AsNoTracking().Where(item => item.State == WorkState.Waiting || item.State == WorkState.Leased);
        Kinds = await open.GroupBy(item => item.Kind)
            .Select(same => new WaitingKind(
                same.Key,
                same.Count(item => item.State == WorkState.Waiting),
                same.Count(item => item.State == WorkState.Leased),
                same.Where(item => item.State == WorkState.Waiting).Min(item => (DateTime?)item.CreatedAt)
            ))
            .ToListAsync(cancellationToken);
        Items = await open.Where(item => item.State == WorkState.Leased)
            .OrderBy(item => item.Id)
            .Take(200)
            .Select(item => new Running(
                item.Kind,
                item.SubjectId,
                item.LeaseOwner,
                item.Done,
                item.Total,
                item.UnitsPerSecond,
                db.Evaluations.Where(evaluation => evaluation.Id == item.SubjectId)
                    .Select(evaluation =>
                        db.Models.Where(model => model.Id == evaluation.ModelId).Select(model => model.Name).First()
                        + " on "
                        + db.Datasets.Where(dataset => dataset.Id == evaluation.DatasetId).Select(dataset => dataset.Key).First()
                    )
                    .FirstOrDefault()
                    ?? db.Models.Where(model => model.Id == item.SubjectId).Select(model => model.Name).FirstOrDefault()
                    ?? db.Datasets.Where(dataset => dataset.Id == item.SubjectId).Select(dataset => dataset.Key).FirstOrDefault()
            ))
            .ToListAsync(cancellationToken);
        Workers =
        [
            .. jobs.GetMonitoringApi()
                .Servers()
                .Select(server => new WorkerLine(
                    ServerText(server.Name),
                    [.. server.Queues],
                    server.WorkersCount,
                    server.StartedAt,
                    server.Heartbeat
                ))
                .OrderBy(worker => worker.Name, StringComparer.Ordinal),
        ];
        var since = Now - TimeSpan.FromMinutes(10);
        Tested = await db
            .Workers.AsNoTracking()
            .Where(worker => worker.SeenAt > since)
            .OrderBy(worker => worker.Id)
            .ToListAsync(cancellationToken);
        Outdated = await outdated.ProgressAsync(cancellationToken);
        return Page();
    }

    /// <summary>Name of the machine and process that hold a lease.</summary>
    public static string Place(string? leaseOwner) =>
        leaseOwner?.LastIndexOf('/') is > 0 and var end ? leaseOwner[..end] : leaseOwner ?? "";

    /// <summary>Machine, process and queue of a job server; the rest of its name only keeps two of them
    /// apart.</summary>
    static string ServerText(string name) =>
        name.Split(':') is [var machine, var process, var queue, ..] ? $"{machine}/{process} {queue}" : name;

    /// <param name="Oldest">When the oldest waiting item was made.</param>
    internal sealed record WaitingKind(WorkKind Kind, int Count, int Running, DateTime? Oldest);

    /// <param name="LeaseOwner">Machine, process and lease.</param>
    /// <param name="Speed">Images per second; null before it was measured, and for work without images.</param>
    /// <param name="Subject">Model and dataset in words; null when they are gone.</param>
    internal sealed record Running(WorkKind Kind, Guid SubjectId, string? LeaseOwner, int Done, int Total, double? Speed, string? Subject);

    internal sealed record WorkerLine(string Name, IReadOnlyList<string> Queues, int Threads, DateTime StartedAt, DateTime? Heartbeat);
}
