using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Metrics.Comparison;
using Bench.Metrics.Statistics;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Leaderboard;

/// <summary>Compares a board with one of its models: image by image where the metric is the mean of right and wrong images, value by value
/// elsewhere.</summary>
internal sealed class BaselineReader(IServiceScopeFactory scopes, BoardPictures pictures)
{
    /// <exception cref="RefusalException">The model is not on the board.</exception>
    public async Task<Baseline> ReadAsync(
        LeaderboardPlan plan,
        Board board,
        BoardColumn ranking,
        Guid model,
        CancellationToken cancellationToken
    )
    {
        var entry = board.Find(model);
        if (entry < 0)
            throw new RefusalException(
                RefusalKind.NotFound,
                "model-not-on-board",
                $"{await CalledAsync(model, cancellationToken)} has no completed evaluation over '{board.Subject.Dataset}' under "
                    + $"'{board.Subject.LabelSet}', so it cannot be the baseline.",
                $"Take a model from /api/v1/leaderboard?dataset={board.Subject.Dataset}&labelSet={board.Subject.LabelSet}, "
                    + "or leave 'baseline' out."
            );
        return new Baseline(
            entry,
            plan.Metric.Id == Standing.PairedMetric ? await PairedAsync(board, entry, cancellationToken) : Plain(board, ranking, entry)
        );
    }

    static BaselineDifference?[] Plain(Board board, BoardColumn ranking, int entry) =>
        [
            .. Enumerable
                .Range(0, board.Entries.Count)
                .Select(other =>
                    other != entry && ranking[other] is { } cell && ranking[entry] is { } own
                        ? new BaselineDifference(cell.Value - own.Value, null, null, null, null)
                        : null
                ),
        ];

    async Task<string> CalledAsync(Guid model, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BenchDb>().CalledAsync(model, cancellationToken);
    }

    async Task<BaselineDifference?[]> PairedAsync(Board board, int entry, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var scorings = scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Scorings.AsNoTracking()
            .Where(scoring => scoring.LabelSetId == board.Subject.LabelSetId);
        var ofBaseline = board.Entries[entry].EvaluationId;
        var differences = new BaselineDifference?[board.Entries.Count];
        if (await scorings.SingleOrDefaultAsync(scoring => scoring.EvaluationId == ofBaseline, cancellationToken) is not { } own)
            return differences;
        var shown = await pictures.OfAsync(board.Subject, cancellationToken);
        var baseline = Outcomes(own.Correct, own.Used);
        var place = board
            .Entries.Select((other, index) => (other.EvaluationId, index))
            .ToDictionary(pair => pair.EvaluationId, pair => pair.index);
        var tests = Enumerable.Repeat(double.NaN, differences.Length).ToArray();
        var bits = scorings.Select(scoring => new
        {
            scoring.EvaluationId,
            scoring.Correct,
            scoring.Used,
        });
        await foreach (var other in bits.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!place.TryGetValue(other.EvaluationId, out var index) || index == entry)
                continue;
            var counts = PairedCounts.Of(Outcomes(other.Correct, other.Used), baseline);
            if (counts.N == 0)
                continue;
            var difference = PairedDifference.Of(counts);
            tests[index] = McNemar.Test(counts).PValue;
            differences[index] = new(difference.Value, difference.Low, difference.High, tests[index], null);
        }
        var adjusted = new double[tests.Length];
        Holm.Adjust(tests, adjusted);
        for (var index = 0; index < differences.Length; index++)
            if (differences[index] is { } difference)
                differences[index] = difference with { Adjusted = adjusted[index] };
        return differences;

        ImageOutcomes Outcomes(byte[] correct, byte[] used) =>
            ImageOutcomes.FromBytes(correct, used, board.Subject.ImageCount) with
            {
                Pictures = shown,
            };
    }
}
