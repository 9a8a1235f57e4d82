using System.Globalization;
using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Formats;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>Writes down what became of tries, and lets a dataset's ladder decide which of them are reported.</summary>
public sealed class LadderBook(BenchDb db, DatasetStore datasets)
{
    /// <summary>Decides about an evaluation that has been scored. Call inside the transaction that stores its scorings, and leave them out
    /// where there is a check.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="scorings">Its scorings, not yet stored.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Why its scores are not reported; null where they are.</returns>
    public async Task<Check?> JudgeAsync(Evaluation evaluation, IReadOnlyList<Scoring> scorings, CancellationToken cancellationToken)
    {
        var own = await db.Tries.SingleOrDefaultAsync(each => each.EvaluationId == evaluation.Id, cancellationToken);
        if (own is null)
            return null;
        var dataset = await db.DatasetAsync(evaluation.DatasetId, cancellationToken);
        own.Outcome = TryOutcome.Reported;
        if (!dataset.Ladder || await OriginalAsync(dataset, scorings, cancellationToken) is not { } original)
            return null;
        // Takes the dataset's row, so that two evaluations of one owner are judged one after the other.
        await db
            .Datasets.Where(known => known.Id == dataset.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(known => known.Ladder, known => known.Ladder), cancellationToken);
        var keys = await db.KeysOfOwnerAsync(own.OwnerKeyId, dataset.TeamId, cancellationToken);
        var earlier = await db
            .Tries.AsNoTracking()
            .Where(each =>
                each.DatasetId == dataset.Id
                && keys.Contains(each.OwnerKeyId)
                && each.EvaluationId != own.EvaluationId
                && each.Outcome != TryOutcome.Open
            )
            .ToListAsync(cancellationToken);
        var pictures = (await datasets.ManifestAsync(dataset, cancellationToken)).Pictures;
        var outcomes = ImageOutcomes.FromBytes(original.Correct, original.Used, dataset.ImageCount) with { Pictures = pictures };
        var best = earlier
            .Where(each => each.Correct is not null)
            .Select(each => ImageOutcomes.FromBytes(each.Correct!, each.Used!, dataset.ImageCount))
            .MaxBy(each => each.Accuracy);
        if (best is not null && !LadderRule.Reports(PairedCounts.Of(outcomes, best), earlier.Count))
        {
            own.Outcome = TryOutcome.Withheld;
            return NotBetter(dataset, earlier.Count, pictures is null ? "McNemar's exact test" : "a sign test of pictures");
        }
        (own.Used, own.Correct) = (original.Used, original.Correct);
        return null;
    }

    /// <summary>Whether an evaluation's scores were kept back.</summary>
    public Task<bool> IsWithheldAsync(Guid evaluation, CancellationToken cancellationToken) =>
        db.Tries.AnyAsync(each => each.EvaluationId == evaluation && each.Outcome == TryOutcome.Withheld, cancellationToken);

    async Task<Scoring?> OriginalAsync(Dataset dataset, IReadOnlyList<Scoring> scorings, CancellationToken cancellationToken)
    {
        var id = await db
            .LabelSets.Where(set => set.DatasetId == dataset.Id && set.IsCurrent && set.Key == LabelFormats.Original)
            .Select(set => set.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return scorings.FirstOrDefault(scoring => scoring.LabelSetId == id);
    }

    static Check NotBetter(Dataset dataset, int earlier, string test) =>
        Check.Note(
            CheckCodes.LadderNotBetter,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{dataset.Key} reports an owner's best alone: this try is not significantly better than the best of {earlier} earlier "
                    + $"{(earlier == 1 ? "try" : "tries")} ({test}, p at most {LadderRule.LevelOf(earlier):0.0e0}), so its "
                    + $"scores are not given."
            )
        );
}
