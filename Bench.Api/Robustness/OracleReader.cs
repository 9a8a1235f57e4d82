using Bench.Api.Leaderboard;
using Bench.Api.Problems;
using Bench.Data;
using Bench.Metrics;
using Bench.Metrics.Comparison;
using Bench.Metrics.Robustness;
using Bench.Workers.Evaluation.Derived;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Robustness;

/// <summary>Oracle-relative robustness of the models of a board, from the stored outcomes on it and on the clean dataset's.</summary>
internal sealed class OracleReader(Boards boards, BenchDb db)
{
    /// <exception cref="RefusalException">A name is unknown, there is no oracle or no clean dataset, or the oracle stands on neither board.</exception>
    public async Task<OracleRelativeBoard> ReadAsync(string? dataset, string? labelSet, Guid? oracle, CancellationToken cancellationToken)
    {
        var views = await boards.ViewsAsync(cancellationToken);
        var view = LeaderboardPlanner.View(views, dataset, labelSet);
        var datasets = await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
        var row = datasets.Single(candidate => candidate.Id == view.DatasetId);
        var oracleId = oracle ?? row.OracleModelId
            ?? throw Refuse("oracle-missing", $"No oracle is designated for '{view.Dataset}'.", $"Name one with 'oracle', or have an operator designate one: PUT /api/v1/datasets/{view.Dataset}/oracle.");
        var cleanKey = CleanDatasets.Of(row, datasets)?.Key
            ?? throw Refuse("clean-dataset-missing", $"'{view.Dataset}' is compared with no clean dataset.", "Register it with 'clean', or register the clean dataset first.");
        var cleanView = views.FirstOrDefault(other => other.Dataset == cleanKey && other.LabelSet == view.LabelSet) ?? LeaderboardPlanner.View(views, cleanKey, null);

        var (board, cleanBoard) = (await boards.GetAsync(view, cancellationToken), await boards.GetAsync(cleanView, cancellationToken));
        if (board.Find(oracleId) < 0 || cleanBoard.Find(oracleId) < 0)
            throw new RefusalException(StatusCodes.Status404NotFound, "oracle-not-on-board", $"Model {oracleId} has no completed evaluation over both '{view.Dataset}' and '{cleanKey}'.", "Evaluate it on both first.");
        var (outcomes, clean) = (await OutcomesAsync(board, cancellationToken), await OutcomesAsync(cleanBoard, cancellationToken));
        var rows = board.Entries.Where(entry => outcomes.ContainsKey(entry.ModelId) && clean.ContainsKey(entry.ModelId))
            .Select(entry => Row(entry, OracleRelative.Of(outcomes[entry.ModelId], outcomes[oracleId], clean[entry.ModelId], clean[oracleId])));
        return new(view.Dataset, view.LabelSet, cleanKey, oracleId, board.Entries[board.Find(oracleId)].Name, [.. rows.OrderByDescending(found => found.Ratio ?? double.NegativeInfinity)]);
    }

    async Task<Dictionary<Guid, ImageOutcomes>> OutcomesAsync(Board board, CancellationToken cancellationToken)
    {
        var model = board.Entries.ToDictionary(entry => entry.EvaluationId, entry => entry.ModelId);
        var bits = await db.Scorings.AsNoTracking().Where(scoring => scoring.LabelSetId == board.View.LabelSetId)
            .Select(scoring => new { scoring.EvaluationId, scoring.Used, scoring.Correct }).ToListAsync(cancellationToken);
        return bits.Where(scoring => model.ContainsKey(scoring.EvaluationId)).ToDictionary(
            scoring => model[scoring.EvaluationId],
            scoring => new ImageOutcomes(BitSet.FromBytes(scoring.Correct, board.View.ImageCount), BitSet.FromBytes(scoring.Used, board.View.ImageCount)));
    }

    static OracleRelativeRow Row(BoardEntry entry, OracleRelative found) =>
        new(entry.ModelId, entry.Name, Finite(found.Ratio), Finite(found.Interval.Low), Finite(found.Interval.High), Finite(found.Perturbed), Finite(found.Clean), found.PerturbedImages, found.CleanImages);

    static RefusalException Refuse(string code, string message, string next) => new(StatusCodes.Status400BadRequest, new Failure(code, message, next));
}
