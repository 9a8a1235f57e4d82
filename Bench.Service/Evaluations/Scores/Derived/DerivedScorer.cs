using Bench.Data;
using Bench.Data.Damages;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using Bench.Metrics.Truth;
using Bench.Service.Damages;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>Scores that need more than one evaluation's predictions and one label set: loads the other evaluations and calls the metrics.
/// Writes nothing.</summary>
public sealed class DerivedScorer(
    BenchDb db,
    ScoredPredictionsLoader predictions,
    LabelSetRegistry labels,
    VariantCatalog variants,
    DamageBook damages
)
{
    static readonly string[] Against = [.. ShiftMetrics.AgainstClean, .. ShiftedConformalMetrics.Ids];

    /// <returns>The clean side of an evaluation, null while there is no evaluation over the clean dataset; or why the one that there is
    /// cannot be read.</returns>
    public async Task<(CleanSide? Side, string? Damage)> CleanSideAsync(Counterpart counterpart, CancellationToken cancellationToken)
    {
        if (counterpart.Clean is not { } clean)
            return (null, null);
        var (loaded, damage) = await TryLoadAsync(clean, $"over '{counterpart.CleanDataset!.Key}'", cancellationToken);
        return (loaded is null ? null : new CleanSide(db, labels, loaded), damage);
    }

    /// <summary>Another evaluation's predictions. Where they are damaged, what rests on them is left out, and no more: the evaluation that
    /// is scored has done nothing wrong.</summary>
    async Task<(ScoredPredictions? Loaded, string? Damage)> TryLoadAsync(
        Evaluation other,
        string which,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await predictions.LoadAsync(other, cancellationToken), null);
        }
        catch (DamageException damage) when (damage.Subject == other.PredictionsBlob)
        {
            await damages.RecordAsync(damage, cancellationToken);
            return (null, $"the stored predictions {which} are damaged; once the operator has mended them, 'rescore' computes it");
        }
    }

    /// <param name="subject">The evaluation.</param>
    /// <param name="counterpart">The other evaluations.</param>
    /// <param name="clean">Its clean side.</param>
    /// <param name="labelSet">The label set.</param>
    /// <param name="whole">Its labels over all classes, less what could not be decoded.</param>
    /// <param name="view">Its labels over the mask's classes.</param>
    /// <param name="card">Its own scores.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<DerivedScores> ScoreAsync(
        DerivedSubject subject,
        Counterpart counterpart,
        CleanSide? clean,
        LabelSet labelSet,
        GroundTruth whole,
        GroundTruth view,
        Scorecard card,
        CancellationToken cancellationToken
    )
    {
        var missing = subject.CleanDamage ?? WhyNotClean(subject.Dataset, counterpart);
        if (subject.Dataset.OutOfDistribution)
            return await OpenSetAsync(subject, clean, missing, labelSet, cancellationToken);

        var result = DerivedScores.None;
        var excluded = labelSet.Excluded;
        if (subject.Mask is not null || subject.Groups is not null)
            result += ShiftScores.AmongAllClasses(subject.Whole, whole, excluded, subject.Options.Pictures);
        var outcomes = new ImageOutcomes(card.Correct, card.Used) { Pictures = subject.Options.Pictures };
        if (subject.Sequences is { } sequences)
            result += subject.Scored is { } answers
                ? SequenceScores.Of(sequences, answers, outcomes, [.. subject.Undecodable], subject.Options, cancellationToken)
                : DerivedScores.WithoutAny(SequenceMetrics.Ids, subject.WhyNotScored!);
        if (subject.Tree is { } tree)
            result += await CorruptionAsync(subject, tree, outcomes, clean, missing, labelSet, view, cancellationToken);
        else if (CleanDatasets.IsExpected(subject.Dataset, variants))
            result += await AgainstCleanAsync(subject, outcomes, clean, missing, labelSet, view, cancellationToken);
        return counterpart.ParentModel is null
            ? result
            : result + await ParentAsync(subject, counterpart, view, excluded, cancellationToken);
    }

    static async Task<DerivedScores> CorruptionAsync(
        DerivedSubject subject,
        CorruptedImages tree,
        ImageOutcomes outcomes,
        CleanSide? clean,
        string missing,
        LabelSet labelSet,
        GroundTruth shifted,
        CancellationToken cancellationToken
    )
    {
        if (subject.Scored is null)
            return DerivedScores.WithoutAny(CorruptionMetrics.Ids.Concat(ShiftedConformalMetrics.Ids), subject.WhyNotScored!);
        var pictures = new bool[tree.Pictures];
        for (var image = 0; image < tree.Picture.Count; image++)
            pictures[tree.Picture[image]] |= outcomes.Used[image];
        var view = clean is null ? null : await clean.LabelsAsync(labelSet.Key, cancellationToken);
        var (known, reason) = clean is null || view is null ? (null, missing) : clean.Outcomes(view, subject.Mask, subject.Groups);
        if (
            known is not null
            && tree.CleanImage is var original
            && Namesakes.AreOriginalsOfPictures(subject.Manifest, clean!.Manifest, tree.Picture, original)
        )
            known = known.Among(original.Where((_, picture) => pictures[picture]));
        if (known is { UsedCount: 0 })
            (known, reason) = (null, "no clean image is used under this label set");
        var scored = known is null
            ? DerivedScores.WithoutAny([ShiftMetrics.CleanTop1], reason ?? missing)
            : new DerivedScores([ShiftScores.CleanTop1(known, labelSet.Excluded)], []) { Clean = known };
        var conformal =
            clean is null || view is null
                ? DerivedScores.WithoutAny(ShiftedConformalMetrics.Ids, missing)
                : Conformal(subject, clean, view, shifted, labelSet.Excluded, cancellationToken);
        return scored
            + conformal
            + DerivedScores.WithoutAny([ShiftMetrics.AccuracyDrop], "the drop of a corruption tree is relative-mce")
            + CorruptionScores.Of(tree, outcomes, known, reason ?? missing, labelSet.Excluded, subject.Options, cancellationToken);
    }

    static async Task<DerivedScores> AgainstCleanAsync(
        DerivedSubject subject,
        ImageOutcomes outcomes,
        CleanSide? clean,
        string missing,
        LabelSet labelSet,
        GroundTruth shifted,
        CancellationToken cancellationToken
    )
    {
        if (clean is null || await clean.LabelsAsync(labelSet.Key, cancellationToken) is not { } view)
            return DerivedScores.WithoutAny(Against, missing);
        if (subject.Scored is null)
            return DerivedScores.WithoutAny(Against, subject.WhyNotScored!);
        if (subject.Manifest.Images.SameClass() is { } groups)
            view = view.Widen(groups);
        var (known, reason) = clean.Outcomes(view, subject.Mask, subject.Groups);
        if (known is null || known.UsedCount == 0)
            return DerivedScores.WithoutAny(
                Against,
                reason ?? $"no image of '{clean.Dataset.Key}' has one of the {(subject.Groups is null ? "classes" : "groups' classes")}"
            );
        int[] original = [.. subject.Manifest.Images.Select(image => clean.Images.Find(image.Path))];
        var areCopies = Namesakes.AreOriginals(subject.Manifest, clean.Manifest, [.. Enumerable.Range(0, original.Length)], original);
        return ShiftScores.Against(outcomes, known, areCopies ? original : [], labelSet.Excluded)
            + Conformal(subject, clean, view, shifted, labelSet.Excluded, cancellationToken);
    }

    static DerivedScores Conformal(
        DerivedSubject subject,
        CleanSide clean,
        GroundTruth known,
        GroundTruth shifted,
        IReadOnlyDictionary<string, int> excluded,
        CancellationToken cancellationToken
    )
    {
        if (subject.Groups is not null || clean.Groups is not null)
            return DerivedScores.WithoutAny(ShiftedConformalMetrics.Ids, "prediction sets are not made over groups of classes");
        if (subject.Mask is { } classes && clean.Predictions.WhyNotRestrict(classes) is { } reason)
            return DerivedScores.WithoutAny(ShiftedConformalMetrics.Ids, $"the clean predictions do not support it: {reason}");
        return ShiftedConformalScores.Of(
            subject.Mask is { } mask ? clean.Predictions.Restrict(mask) : clean.Predictions,
            subject.Mask is { } same ? known.Restrict(same) : known,
            clean.CalibrationSplit,
            subject.Scored!,
            shifted,
            excluded,
            subject.Options,
            cancellationToken
        );
    }

    static async Task<DerivedScores> OpenSetAsync(
        DerivedSubject subject,
        CleanSide? clean,
        string missing,
        LabelSet labelSet,
        CancellationToken cancellationToken
    )
    {
        if (labelSet.Key != LabelFormats.Original)
            return DerivedScores.None;
        var spaces = subject.Mask is null ? (bool[])[false] : [false, true];
        var result = DerivedScores.None;
        var view = clean is null ? null : await clean.LabelsAsync(labelSet.Key, cancellationToken);
        foreach (var allClasses in spaces)
        {
            var ids = Enum.GetValues<OodScore>()
                .SelectMany(score => OpenSetMetrics.IdsOf(score, allClasses).Concat(OpenSetClassMetrics.IdsOf(score, allClasses)));
            var mask = allClasses ? null : subject.Mask;
            var reason =
                clean is null || view is null ? missing
                : clean.Groups is not null ? $"'{clean.Dataset.Key}' is scored over groups of classes"
                : mask is null ? null
                : subject.WhyNotScored ?? clean.Predictions.WhyNotRestrict(mask);
            if (reason is not null)
            {
                result += DerivedScores.WithoutAny(ids, reason);
                continue;
            }
            // Known images are those of the mask's classes in either space: the same images, answered among more classes.
            var (inside, known, outside) = mask is not null
                ? (clean!.Predictions.Restrict(mask), view!.Restrict(mask), subject.Scored!)
                : (clean!.Predictions, OfMask(view!, subject.Mask), subject.Whole);
            result += OpenSetScores.Of(inside, known, outside, subject.Undecodable, allClasses, subject.Options, cancellationToken);
            result += OpenSetClassScores.Of(
                inside,
                known,
                outside,
                OodClasses.Of(subject.Manifest),
                subject.Undecodable,
                allClasses,
                subject.Options,
                cancellationToken
            );
        }
        return OodClasses.SpuriousClasses(subject.Manifest) is { } claimed
            ? result + Spurious(subject, clean, view, claimed, missing, cancellationToken)
            : result;
    }

    static DerivedScores Spurious(
        DerivedSubject subject,
        CleanSide? clean,
        GroundTruth? view,
        IReadOnlyList<int> claimed,
        string missing,
        CancellationToken cancellationToken
    ) =>
        clean is null || view is null ? DerivedScores.WithoutAny(SpuriousMetrics.Ids, missing)
        : clean.Groups is not null
            ? DerivedScores.WithoutAny(SpuriousMetrics.Ids, $"'{clean.Dataset.Key}' is scored over groups of classes")
        : SpuriousScores.Of(clean.Predictions, view, subject.Whole, claimed, subject.Undecodable, subject.Options, cancellationToken);

    async Task<DerivedScores> ParentAsync(
        DerivedSubject subject,
        Counterpart counterpart,
        GroundTruth view,
        IReadOnlyDictionary<string, int> excluded,
        CancellationToken cancellationToken
    )
    {
        if (counterpart.Parent is not { } parent)
            return DerivedScores.WithoutAny(
                ParentMetrics.Ids,
                $"there is no completed evaluation of its parent over '{subject.Dataset.Key}'; " + "it is computed when there is one"
            );
        var (loaded, damage) = await TryLoadAsync(parent, "of its parent", cancellationToken);
        return (damage ?? subject.WhyNotScored ?? loaded!.WhyNotScored) is { } reason
            ? DerivedScores.WithoutAny(ParentMetrics.Ids, reason)
            : ParentScores.Of(subject.Scored!, loaded!.Scored!, view, excluded, subject.Options.Pictures);
    }

    static GroundTruth OfMask(GroundTruth view, ushort[]? mask) =>
        mask is null
            ? view
            : view.Without(
                Enumerable.Range(0, view.Count).Where(image => view.IsUsed(image) && !view.Of(image).ContainsAny(mask)),
                LabelChanges.OutsideMask
            );

    static string WhyNotClean(Dataset dataset, Counterpart counterpart) =>
        counterpart.CleanDataset is { } clean
            ? $"there is no completed evaluation of this model over '{clean.Key}' with the same preprocessing; it is computed when "
                + "there is one"
        : dataset.CleanDataset is { } named ? $"the dataset '{named}' is not ready, or is over other classes"
        : "there is no clean dataset over the same classes to compare with; the operator can register one";
}
