using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;
using Bench.Metrics.Robustness;
using Bench.Service.Datasets.Variants;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Robustness;

/// <summary>Oracle-relative robustness of the models of a board, from the stored outcomes on it and on the clean images that it is compared
/// with.</summary>
internal sealed class OracleReader(Boards boards, BoardPictures pictures, BenchDb db, VariantCatalog variants)
{
    /// <exception cref="RefusalException">A name is unknown, there is no oracle or no clean dataset, or the oracle is on neither
    /// board.</exception>
    public async Task<OracleRelativeBoard> ReadAsync(string? dataset, string? labelSet, Guid? oracle, CancellationToken cancellationToken)
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        var subject = LeaderboardPlanner.Subject(subjects, dataset, labelSet);
        var datasets = await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
        var clean = CleanBoards.Of(subject.DatasetId, datasets, variants);
        var oracleId =
            oracle
            ?? datasets.Single(candidate => candidate.Id == subject.DatasetId).OracleModelId
            ?? throw new RefusalException(
                RefusalKind.Malformed,
                "oracle-missing",
                $"No oracle is designated for '{subject.Dataset}'.",
                $"Name one with 'oracle', or have an operator designate one: PUT /api/v1/datasets/{subject.Dataset}/oracle."
            );

        var board = await boards.GetAsync(subject, cancellationToken);
        var outcomes = await OutcomesAsync(board, clean.ImageCount, cancellationToken);
        if (!outcomes.TryGetValue(oracleId, out var judge))
            throw new RefusalException(
                RefusalKind.NotFound,
                "oracle-not-on-board",
                $"{await db.CalledAsync(oracleId, cancellationToken)} has no completed evaluation over both '{subject.Dataset}' and "
                    + $"'{clean.Key}'.",
                "Evaluate it on both first."
            );
        var judging = board.Entries[board.Find(oracleId)];
        var rows = board
            .Entries.Where(entry => outcomes.ContainsKey(entry.ModelId))
            .Select(entry => (Entry: entry, Model: outcomes[entry.ModelId]))
            .Select(found => Row(found.Entry, OracleRelative.Of(found.Model.Perturbed, judge.Perturbed, found.Model.Clean, judge.Clean)));
        return new(
            subject.Dataset,
            subject.LabelSet,
            clean.Key,
            oracleId,
            judging.Name,
            [.. rows.OrderByDescending(found => found.Ratio ?? double.NegativeInfinity)]
        )
        {
            Checks = board.Checks.With(judging.Checks.With(judging.Others.Clean).About($"The oracle, {judging.Name}")),
        };
    }

    /// <summary>Outcomes of each model of the board that is compared with the clean dataset: the clean ones are over the classes of the
    /// board's.</summary>
    async Task<Dictionary<Guid, (ImageOutcomes Perturbed, ImageOutcomes Clean)>> OutcomesAsync(
        Board board,
        int cleanImages,
        CancellationToken cancellationToken
    )
    {
        var model = board.Entries.ToDictionary(entry => entry.EvaluationId, entry => entry.ModelId);
        var bits = await db
            .Scorings.AsNoTracking()
            .Where(scoring => scoring.LabelSetId == board.Subject.LabelSetId && scoring.CleanUsed != null && scoring.CleanCorrect != null)
            .Select(scoring => new
            {
                scoring.EvaluationId,
                scoring.Used,
                scoring.Correct,
                scoring.CleanUsed,
                scoring.CleanCorrect,
            })
            .ToListAsync(cancellationToken);
        // A scoring against a clean dataset that was replaced since is recomputed soon; until then it is against another list of images.
        var words = new BitSet(cleanImages).Words.Length;
        var shown = await pictures.OfAsync(board.Subject, cancellationToken);
        return bits.Where(scoring => model.ContainsKey(scoring.EvaluationId) && scoring.CleanUsed!.Length == words * sizeof(ulong))
            .ToDictionary(
                scoring => model[scoring.EvaluationId],
                scoring =>
                    (
                        ImageOutcomes.FromBytes(scoring.Correct, scoring.Used, board.Subject.ImageCount) with
                        {
                            Pictures = shown,
                        },
                        ImageOutcomes.FromBytes(scoring.CleanCorrect!, scoring.CleanUsed!, cleanImages)
                    )
            );
    }

    static OracleRelativeRow Row(BoardEntry entry, OracleRelative found) =>
        new(
            entry.ModelId,
            entry.Name,
            Finite(found.Ratio),
            Finite(found.Interval.Low),
            Finite(found.Interval.High),
            Finite(found.Perturbed),
            Finite(found.Clean),
            found.PerturbedImages,
            found.CleanImages
        )
        {
            Checks = entry.Checks.With(entry.Others.Clean),
        };
}
