using Bench.Data;
using Bench.Service.Readers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bench.Api.Health;

/// <summary>Whether anything stored is known to be damaged. A warning, not a refusal: all else is served, and what is
/// damaged is never made a number of.</summary>
internal sealed class StoreHealth(BenchDb db, Sights sights) : IHealthCheck
{
    /// <summary>Name of what operators alone are told.</summary>
    public const string ForOperators = "hidden";

    const int Shown = 20,
        LookedAt = 1_000;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var count = await db.Damages.CountAsync(cancellationToken);
        if (count == 0)
            return HealthCheckResult.Healthy();
        var found = await db
            .Damages.OrderBy(damage => damage.Subject)
            .Take(LookedAt)
            .Select(damage => damage.Subject)
            .ToListAsync(cancellationToken);
        var told = await ToldToEverybodyAsync(found, cancellationToken);
        var data = new Dictionary<string, object> { ["damaged"] = count, ["first"] = told.Take(Shown).ToArray() };
        if (told.Count < found.Count)
            data[ForOperators] = found.Except(told).Take(Shown).ToArray();
        return HealthCheckResult.Degraded(
            $"{count} stored things are damaged: put them back from a backup, or send the same bytes again, then run verify",
            data: data
        );
    }

    /// <summary>Where nothing is hidden, all; else pictures of datasets that everybody sees, and the log. Of a blob or
    /// a number it is not known here whose it is.</summary>
    async Task<List<string>> ToldToEverybodyAsync(List<string> subjects, CancellationToken cancellationToken)
    {
        var strangers = await sights.OfAsync(caller: null, cancellationToken);
        if (strangers.HidesNothing)
            return subjects;
        var open = await db.Datasets.Select(dataset => dataset.Key).ToListAsync(cancellationToken);
        var seen = open.Except(strangers.HiddenDatasetKeys).Append("log").ToHashSet();
        return subjects.FindAll(subject => seen.Contains(subject.Split('/')[0]));
    }
}
