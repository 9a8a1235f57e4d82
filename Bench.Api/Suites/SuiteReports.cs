using Bench.Api.Metrics;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Service.Refusals;
using Bench.Service.Suites;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Suites;

/// <summary>One model over a suite: every member's numbers, or why there are none.</summary>
internal sealed class SuiteReports(BenchDb db, SuiteReader suites, SuiteRegistry registry)
{
    /// <exception cref="RefusalException">There is no such suite, version or model.</exception>
    public async Task<SuiteReport> ReadAsync(string key, int? version, Guid model, CancellationToken cancellationToken) =>
        await OfAsync(await suites.ReadAsync(key, version, cancellationToken), model, cancellationToken);

    /// <summary>The newest version of each suite on which a model has a number.</summary>
    public async Task<IReadOnlyList<SuiteReport>> OfModelAsync(Guid model, CancellationToken cancellationToken)
    {
        var reports = new List<SuiteReport>();
        foreach (var suite in await registry.AllAsync(cancellationToken))
        {
            var table = await suites.ReadAsync(suite, cancellationToken);
            if (table.Rows.Any(row => row.ModelId == model))
                reports.Add(await OfAsync(table, model, cancellationToken));
        }
        return reports;
    }

    async Task<SuiteReport> OfAsync(SuiteTable table, Guid model, CancellationToken cancellationToken)
    {
        var name =
            await db
                .Models.Where(candidate => candidate.Id == model)
                .Select(candidate => candidate.Name)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw RefusalException.NotFound(
                "model",
                "model-not-found",
                model.ToString(),
                "Find models on the leaderboard, or list them with GET /api/v1/models."
            );
        var row = SuiteReader.RowOf(table, model, name);
        var newest = (
            await db
                .Evaluations.AsNoTracking()
                .Where(evaluation => evaluation.ModelId == model)
                .Select(evaluation => new
                {
                    evaluation.Id,
                    evaluation.DatasetId,
                    evaluation.State,
                })
                .ToListAsync(cancellationToken)
        ).GroupBy(evaluation => evaluation.DatasetId).ToDictionary(same => same.Key, same => same.MaxBy(evaluation => evaluation.Id)!);
        var members = new List<SuiteMemberReport>();
        foreach (var member in table.Members)
        {
            var evaluation = member.Subject is { } subject ? newest.GetValueOrDefault(subject.DatasetId) : null;
            var missing = await MissingAsync(member, model, cancellationToken);
            members.Add(
                new(
                    SuiteViews.Of(member),
                    evaluation?.Id,
                    evaluation?.State,
                    [
                        .. member.Member.Metrics.Select(metric =>
                            Number(metric, member, model, evaluation?.State, missing.GetValueOrDefault(metric))
                        ),
                    ],
                    member.ChecksOf(model)
                )
            );
        }
        return new(
            table.Suite.Suite.Key,
            table.Suite.Suite.Version,
            table.Suite.Declaration.Title,
            model,
            name,
            SuiteViews.Coverage(row.Scored, table.Members.Count),
            row.Scored,
            row.Rank == 0 ? null : row.Rank,
            table.Rows.Count(other => other.Rank > 0),
            SuiteViews.Of(row.Numbers[0]),
            [.. row.Numbers.Skip(1).Select(SuiteViews.Of)],
            members
        );
    }

    /// <summary>Reasons of the scoring for metrics without a number.</summary>
    async Task<IReadOnlyDictionary<string, string>> MissingAsync(MemberColumns member, Guid model, CancellationToken cancellationToken) =>
        member.Subject is { } subject && member.Entries.TryGetValue(model, out var entry)
            ? await db
                .Scorings.AsNoTracking()
                .Where(scoring => scoring.EvaluationId == entry.EvaluationId && scoring.LabelSetId == subject.LabelSetId)
                .Select(scoring => scoring.Missing)
                .SingleOrDefaultAsync(cancellationToken)
                ?? []
            : new Dictionary<string, string>();

    static SuiteMetricView Number(string metric, MemberColumns member, Guid model, EvaluationState? state, string? missing)
    {
        var name = MetricDirectory.Find(metric)?.Name ?? metric;
        var column = member.Find(metric);
        if (column is not null && column.Cells.TryGetValue(model, out var cell))
            return new(metric, name, cell.Value, cell.CiLow, cell.CiHigh, cell.N, null) { NoInterval = cell.NoInterval(column.Metric) };
        return new(metric, name, null, null, null, null, Reason());

        string Reason() =>
            member.Missing?.Message
            ?? column?.WhyNone
            ?? (
                column is null ? "this build has no such metric"
                : !member.Entries.ContainsKey(model)
                    ? state is { } known ? $"the evaluation over '{member.Subject!.Dataset}' is {known.ToString().ToLowerInvariant()}"
                        : $"the model was not evaluated over '{member.Subject!.Dataset}'"
                : column.Reasons.GetValueOrDefault(model) ?? missing ?? "the images or the board do not determine it yet"
            );
    }
}
