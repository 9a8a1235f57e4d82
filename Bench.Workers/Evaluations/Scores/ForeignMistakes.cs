using System.Globalization;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations.Scores;

/// <summary>Submitted rows whose mistakes have nothing to do, within classes, with those of any other model: rows of other images of the
/// same class. Labels cannot show that, as where a list in the order of class folders is late by a row or sorted otherwise within
/// folders.</summary>
/// <remarks>What is hard for one model is hard for another. Of the 136 pairs of 17 published models over val that benchmarks/foreign.py
/// reads, the correlation within classes is 0.35 and more; with the rows of each class turned by one it is about 0.</remarks>
internal sealed class ForeignMistakes(BenchDb db, DatasetStore datasets, TimeProvider time)
{
    const int LeastImages = 500;

    /// <summary>Models that are asked, and those among which they are looked for.</summary>
    const int MostOthers = 16;
    const int MostLooked = 64;

    /// <summary>The correlation is less by so many standard errors.</summary>
    const double Least = 0.2;
    const double Clear = 3;

    /// <summary>Of models that are right far more and far less often little can be in common.</summary>
    const double LeastPossible = 0.5;

    /// <param name="evaluation">Of submitted rows.</param>
    /// <param name="scorings">Its scores.</param>
    /// <param name="known">What is doubtful already: the same cause is told once.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<Check>> OfAsync(
        Evaluation evaluation,
        IReadOnlyList<Scoring> scorings,
        IReadOnlyList<Check> known,
        CancellationToken cancellationToken
    )
    {
        if (evaluation.Verified || known.Warnings().Any())
            return [];
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(each => each.Id == evaluation.DatasetId, cancellationToken);
        // What is right image by image is a score.
        if (dataset.Ladder || dataset.HoldsOut(time.GetUtcNow().UtcDateTime))
            return [];
        var set = await db
            .LabelSets.Where(each =>
                each.DatasetId == dataset.Id && each.IsCurrent && each.Key == LabelFormats.Original && each.Kind == LabelSetKind.OneLabel
            )
            .Select(each => each.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (scorings.FirstOrDefault(scoring => scoring.LabelSetId == set) is not { } scoring)
            return [];
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        var own = ImageOutcomes.FromBytes(scoring.Correct, scoring.Used, manifest.Count);
        return own.UsedCount < LeastImages
            ? []
            : Judged(own, await OthersAsync(evaluation, set, manifest.Count, cancellationToken), ClassesOf(manifest));
    }

    /// <returns>[N] class of one image of each picture, where it has one label; −1 of all others.</returns>
    static int[] ClassesOf(DatasetManifest manifest)
    {
        var classes = new int[manifest.Count];
        Array.Fill(classes, -1);
        foreach (var image in manifest.OneOfEachPicture(Enumerable.Range(0, classes.Length)))
            if (manifest.Images[image].Classes.Length == 1)
                classes[image] = manifest.Images[image].Classes[0];
        return classes;
    }

    /// <summary>Outcomes of other models under a label set, those that ran here first.</summary>
    async Task<List<(bool Verified, ImageOutcomes Outcomes)>> OthersAsync(
        Evaluation evaluation,
        Guid labelSet,
        int images,
        CancellationToken cancellationToken
    )
    {
        var found = await db
            .Scorings.AsNoTracking()
            .Where(each => each.LabelSetId == labelSet)
            .Join(
                db.Evaluations.Where(other => other.State == EvaluationState.Completed && other.ModelId != evaluation.ModelId),
                each => each.EvaluationId,
                other => other.Id,
                (each, other) =>
                    new
                    {
                        other.Id,
                        other.Verified,
                        other.Checks,
                        each.Correct,
                        each.Used,
                    }
            )
            .OrderByDescending(each => each.Verified)
            .ThenByDescending(each => each.Id)
            .Take(MostLooked)
            .ToListAsync(cancellationToken);
        return
        [
            .. found
                .Where(each => !each.Checks.Warnings().Any())
                .Take(MostOthers)
                .Select(each => (each.Verified, ImageOutcomes.FromBytes(each.Correct, each.Used, images))),
        ];
    }

    /// <summary>Doubted where the mistakes go with those of no model that ran here. Where none did, with those of most submitted files,
    /// two at least: of two either may be the wrong one, and files of one mistake go together.</summary>
    static IReadOnlyList<Check> Judged(ImageOutcomes own, List<(bool Verified, ImageOutcomes Outcomes)> others, int[] classes)
    {
        var told = (
            from other in others
            let agreement = ClassAgreement.Of(own, other.Outcomes, classes)
            let isStranger = agreement.Correlation + Clear * agreement.Error < Least
            // Too few images tell neither.
            where agreement.Most >= LeastPossible && (isStranger || agreement.Correlation > Clear * agreement.Error)
            select (other.Verified, agreement.Correlation, IsStranger: isStranger)
        ).ToList();
        var ranHere = told.Exists(each => each.Verified);
        var asked = told.FindAll(each => each.Verified == ranHere);
        var strangers = asked.FindAll(each => each.IsStranger);
        return strangers.Count < (ranHere ? asked.Count : Math.Max(2, asked.Count / 2 + 1)) || strangers.Count == 0
            ? []
            :
            [
                Check.Warning(
                    CheckCodes.RowOrderDoubtful,
                    $"Within classes the mistakes have nothing to do with those of {Counted.Of(strangers.Count, "other model")} over these "
                        + string.Create(
                            CultureInfo.InvariantCulture,
                            $"images: the correlation is {strangers.Max(each => each.Correlation):0.00} "
                        )
                        + "at most, and that of published models is 0.35 and more. Rows seem to belong to other images of the same class."
                ),
            ];
    }
}
