using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Robustness;
using Bench.Service.Datasets.Variants;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Leaderboard;

/// <summary>Effective robustness of the models of a board.</summary>
internal sealed class BoardRobustness(Boards boards, BenchDb db, VariantCatalog variants)
{
    /// <exception cref="RefusalException">A name is unknown, or the dataset is not compared with a clean
    /// one.</exception>
    public async Task<EffectiveRobustnessBoard> EffectiveAsync(
        string? dataset,
        string? labelSet,
        string? baseline,
        CancellationToken cancellationToken
    )
    {
        var subject = LeaderboardPlanner.Subject(await boards.SubjectsAsync(cancellationToken), dataset, labelSet);
        CleanBoards.Of(subject.DatasetId, await db.Datasets.AsNoTracking().ToListAsync(cancellationToken), variants);
        var board = await boards.GetAsync(subject, cancellationToken);
        var columns = await board.ColumnsAsync([ShiftMetrics.CleanTop1, AccuracyMetrics.Top1], cancellationToken);
        var (clean, shifted) = (columns[ShiftMetrics.CleanTop1], columns[AccuracyMetrics.Top1]);
        var fit = Fit(board, clean, shifted, baseline);
        var rows = Both(board, clean, shifted)
            .Select(entry =>
                Row(board.Entries[entry], clean[entry]!.Value, shifted[entry]!.Value, fit, IsBaseline(board.Entries[entry], baseline))
            );
        return new(
            subject.Dataset,
            subject.LabelSet,
            subject.Version,
            Finite(fit.Slope),
            Finite(fit.Intercept),
            Finite(fit.RSquared),
            fit.N,
            [
                .. rows.OrderByDescending(row => row.Effective ?? double.NegativeInfinity)
                    .ThenBy(row => row.Name, StringComparer.OrdinalIgnoreCase),
            ]
        )
        {
            Checks = board.Checks.With(
                Both(board, clean, shifted)
                    .Select(entry => board.Entries[entry])
                    .Where(entry => IsBaseline(entry, baseline))
                    .SelectMany(entry => entry.Checks.With(entry.Others.Clean).Warnings().About($"The trend is fitted to {entry.Name} too"))
            ),
        };
    }

    static EffectiveRobustness Fit(Board board, BoardColumn clean, BoardColumn shifted, string? baseline) =>
        EffectiveRobustness.Fit([
            .. Both(board, clean, shifted)
                .Where(entry => IsBaseline(board.Entries[entry], baseline))
                .Select(entry => new BaselineModel(clean[entry]!.Value.Value, shifted[entry]!.Value.Value)),
        ]);

    static IEnumerable<int> Both(Board board, BoardColumn clean, BoardColumn shifted) =>
        Enumerable.Range(0, board.Entries.Count).Where(entry => clean[entry] is not null && shifted[entry] is not null);

    static bool IsBaseline(BoardEntry entry, string? baseline) =>
        string.IsNullOrEmpty(baseline) || (entry.TrainingData?.Contains(baseline, StringComparison.OrdinalIgnoreCase) ?? false);

    static EffectiveRobustnessRow Row(BoardEntry entry, BoardCell clean, BoardCell shifted, EffectiveRobustness fit, bool baseline)
    {
        var expected = Finite(fit.Expected(clean.Value));
        return new(
            entry.ModelId,
            entry.Name,
            entry.EvaluationId,
            baseline,
            clean.Value,
            shifted.Value,
            expected,
            shifted.Value - expected,
            shifted.CiLow - expected,
            shifted.CiHigh - expected
        )
        {
            Checks = entry.Checks.With(entry.Others.Clean),
        };
    }
}
