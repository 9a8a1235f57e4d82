using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Outcomes;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Truth;
using Bench.Service;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations.Scores;

/// <summary>Doubts about a label set from a model's scores under it. Where the model is right on nearly every image,
/// one of the two may have been made from the other: the later one. Where it sides with the dataset's own labels on nearly
/// all images that a label set changes, these labels may be of other images.</summary>
/// <remarks>The dataset's own labels are not meant: a review of the answers says what is doubtful there.</remarks>
internal static class LabelDoubts
{
    /// <summary>Images, and pictures that they are of, for either doubt.</summary>
    const int Least = BeyondModels.LeastImages;

    /// <summary>Of so many classes, whichever, no model is right on as much as <see cref="BeyondModels"/> says of
    /// ImageNet's.</summary>
    const int ManyClasses = 1000;

    /// <summary>The same, with labels and pictures as they are registered.</summary>
    public static Task DoubtAsync(
        this BenchDb db,
        Guid evaluationId,
        IReadOnlyList<Scoring> scorings,
        IReadOnlyList<LabelSet> labelSets,
        DatasetStore datasets,
        LabelSetRegistry labels,
        CancellationToken cancellationToken
    ) =>
        db.DoubtAsync(
            evaluationId,
            scorings,
            labelSets,
            async dataset => (await datasets.ManifestAsync(dataset, cancellationToken)).Pictures,
            set => labels.LabelsAsync(set, cancellationToken),
            cancellationToken
        );

    /// <summary>Puts the doubt where it belongs; the caller saves, inside its transaction.</summary>
    /// <param name="db">Where evaluation and label sets are.</param>
    /// <param name="evaluationId">Of the model.</param>
    /// <param name="scorings">Its scores, new ones.</param>
    /// <param name="labelSets">Those that they are under.</param>
    /// <param name="picturesOf">Pictures of a dataset's images, where several are of one; asked where a set may be doubted.</param>
    /// <param name="labelsOf">Reads the labels of one; asked where nearly all answers are right, or the dataset's own labels are there,
    /// too.</param>
    /// <param name="cancellationToken">Stops it; nothing has changed then.</param>
    public static async Task DoubtAsync(
        this BenchDb db,
        Guid evaluationId,
        IReadOnlyList<Scoring> scorings,
        IReadOnlyList<LabelSet> labelSets,
        Func<Dataset, Task<Clusters?>> picturesOf,
        Func<LabelSet, Task<GroundTruth>> labelsOf,
        CancellationToken cancellationToken
    )
    {
        var doubted = (
            from scoring in scorings
            let set = labelSets.Single(each => each.Id == scoring.LabelSetId)
            where set.Key != LabelFormats.Original && set.Kind is not (LabelSetKind.Slice or LabelSetKind.Annotations)
            let top1 = scoring.Scores.Find(score => score.Metric == AccuracyMetrics.Top1)
            where top1 is { N: >= AnswersForLabels.LeastImages }
            select (scoring, set, top1)
        ).ToList();
        if (doubted.Count == 0)
            return;
        var evaluation = (await db.Evaluations.FindAsync([evaluationId], cancellationToken))!;
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(each => each.Id == evaluation.DatasetId, cancellationToken);
        var pictures = await picturesOf(dataset);
        var own = await OwnAsync(db, evaluation, scorings, cancellationToken);
        foreach (var (scoring, set, top1) in doubted)
        {
            if (own is not null && AnswersForLabels.Of(OutcomesOf(own), OutcomesOf(scoring), pictures) is { } followed)
            {
                await db.DoubtAnswersForLabelsAsync(evaluation, set, followed, cancellationToken);
                continue;
            }
            if (top1.N < Least || pictures?.Count < Least)
                continue;
            if (own is not null && set.Format == LabelFormats.RealJson && MayTell(dataset))
                evaluation.Checks = evaluation.Checks.With([.. OfReal(OutcomesOf(own), top1)]);
            if (await AreBeyondModelsAsync(dataset, set, top1, labelsOf))
            {
                var right = $"{RightOf(top1):N0} of {top1.N:N0} images";
                if (evaluation.CreatedAt < set.CreatedAt)
                    await db.DoubtLabelsAsync(
                        set.Id,
                        CheckCodes.AnswersAreLabels,
                        $"A model that was here before '{set.Key}' is right on {right}: the labels may be that model's answers, or the "
                            + "images those that it gets right. The board under them says little then.",
                        cancellationToken
                    );
                else
                    evaluation.Checks = evaluation.Checks.With([
                        Check.Warning(
                            CheckCodes.AnswersAreLabels,
                            $"Under '{set.Key}' the answers are right on {right}, more than any published model's: they may be these "
                                + "labels."
                        ),
                    ]);
            }
            else if (
                own is not null
                // Textures of cue-conflict, say: the set is known to be of something else.
                && !IsWarned(set, CheckCodes.LabelsDisagree)
                && DisagreeingLabels.Of(set.Key, await labelsOf(set), OutcomesOf(own), OutcomesOf(scoring), pictures) is { } check
            )
            {
                // Rows that somebody submitted may be the dataset's own labels.
                if (evaluation.Verified)
                    await db.DoubtLabelsAsync(set.Id, check.Code, check.Message, cancellationToken);
                else
                    evaluation.Checks = evaluation.Checks.With([check]);
            }
        }
    }

    /// <summary>A model that ran here cannot have copied the labels; of submitted rows that were here later it may be the other way
    /// round.</summary>
    static async Task DoubtAnswersForLabelsAsync(
        this BenchDb db,
        Evaluation evaluation,
        LabelSet set,
        AnswersForLabels.Followed followed,
        CancellationToken cancellationToken
    )
    {
        var seen =
            $"of {followed.Mistakes:N0} answers that the dataset's own labels call wrong '{set.Key}' calls {followed.Right:N0} right";
        if (!evaluation.Verified && evaluation.CreatedAt >= set.CreatedAt)
        {
            evaluation.Checks = evaluation.Checks.With([
                Check.Warning(CheckCodes.AnswersAreLabels, $"{Sentence.Of(seen)} The answers may be these labels."),
            ]);
            return;
        }
        var model = await db.Models.AsNoTracking().SingleAsync(each => each.Id == evaluation.ModelId, cancellationToken);
        // Readers of the labels need not see the model.
        var name = model.Visibility == Visibility.Public ? $"the model '{model.Name}'" : "a model that is not public";
        await db.DoubtLabelsAsync(
            set.Id,
            CheckCodes.AnswersAreLabels,
            $"Of {name}, {seen}: the labels seem to be its answers. The board under them ranks models by how much they are like it.",
            cancellationToken
        );
    }

    static async Task<bool> AreBeyondModelsAsync(Dataset dataset, LabelSet set, Score top1, Func<LabelSet, Task<GroundTruth>> labelsOf)
    {
        var right = RightOf(top1);
        if (right == top1.N)
            return true;
        if (!BeyondModels.Are(right, top1.N, dataset.ClassCount, dataset.ClassCount))
            return false;
        // The labels are read last: of hardly any scoring so much is right.
        return dataset.ClassCount >= ManyClasses
            || BeyondModels.IsOfImageNet(dataset.ClassSpaceBlob)
                && BeyondModels.Are(right, top1.N, dataset.ClassCount, BeyondModels.ClassesOf(await labelsOf(set)));
    }

    /// <summary>Whether the dataset is the validation set, and keeps no scores back.</summary>
    static bool MayTell(Dataset dataset) => dataset is { Variant: DatasetVariants.ValKey, Ladder: false, HeldOutUntil: null };

    static IEnumerable<Check> OfReal(ImageOutcomes original, Score reassessed) =>
        ReassessedLabels.Of(original.Accuracy, reassessed.Value, reassessed.N) is { } check ? [check] : [];

    static int RightOf(Score top1) => (int)Math.Round(top1.Value * top1.N);

    static bool IsWarned(LabelSet set, string code) => set.Checks.Warnings().Any(check => check.Code == code);

    /// <summary>The first model that says so is enough.</summary>
    static async Task DoubtLabelsAsync(this BenchDb db, Guid id, string code, string message, CancellationToken cancellationToken)
    {
        var set = await db.LabelSets.SingleAsync(each => each.Id == id, cancellationToken);
        if (!IsWarned(set, code))
            set.Checks = set.Checks.With([Check.Warning(code, message)]);
    }

    /// <summary>The scoring under the dataset's own labels, where each image has one.</summary>
    static async Task<Scoring?> OwnAsync(
        BenchDb db,
        Evaluation evaluation,
        IReadOnlyList<Scoring> scorings,
        CancellationToken cancellationToken
    )
    {
        var own = await db
            .LabelSets.Where(set =>
                set.DatasetId == evaluation.DatasetId
                && set.IsCurrent
                && set.Key == LabelFormats.Original
                && set.Kind == LabelSetKind.OneLabel
            )
            .Select(set => set.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return scorings.FirstOrDefault(scoring => scoring.LabelSetId == own)
            ?? await db
                .Scorings.AsNoTracking()
                .SingleOrDefaultAsync(scoring => scoring.EvaluationId == evaluation.Id && scoring.LabelSetId == own, cancellationToken);
    }

    static ImageOutcomes OutcomesOf(Scoring scoring) => ImageOutcomes.FromBytes(scoring.Correct, scoring.Used, 8 * scoring.Used.Length);
}
