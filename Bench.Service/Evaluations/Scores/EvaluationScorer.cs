using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Labels;
using Bench.Service.Labels.Registry;

namespace Bench.Service.Evaluations.Scores;

/// <summary>From stored predictions and label sets to rows of scores: loads, calls the metrics, shapes the rows. Writes
/// nothing.</summary>
public sealed class EvaluationScorer(
    ScoredPredictionsLoader predictions,
    DatasetStore datasets,
    LabelSetRegistry labels,
    DerivedScorer derived,
    ClassHierarchies hierarchies,
    MistakeEvidences evidences,
    MetricSet metrics,
    TimeProvider time,
    VariantCatalog variants
)
{
    public async Task<List<Scoring>> ScoreAsync(
        Evaluation evaluation,
        Counterpart counterpart,
        IReadOnlyList<LabelSet> labelSets,
        Action<int> progress,
        CancellationToken cancellationToken
    )
    {
        var loaded = await predictions.LoadAsync(evaluation, cancellationToken);
        var (dataset, manifest, mask, whole, scored, reason, undecodable) = loaded;
        var severities = await hierarchies.OfAsync(
            counterpart.Hierarchies,
            await datasets.ClassesAsync(dataset, cancellationToken),
            mask,
            cancellationToken
        );
        var sources = await evidences.SourcesAsync(dataset.Id, counterpart.Rules, counterpart.Hierarchies, cancellationToken);
        var options = new ScoringOptions
        {
            CalibrationSplit = manifest.CalibrationSplit,
            Pictures = manifest.Pictures,
            Hierarchy = severities.Hierarchy,
            PublishedDistances = severities.Published,
            Mistakes = await evidences.OfAsync(loaded, sources, cancellationToken),
        };
        var (clean, damage) = await derived.CleanSideAsync(counterpart, cancellationToken);
        var subject = new DerivedSubject(
            dataset,
            manifest,
            CorruptionTree.Of(manifest, clean?.Images, variants.Find(manifest.Variant)?.Yardstick),
            mask,
            loaded.Groups,
            whole,
            scored,
            reason,
            undecodable,
            options
        )
        {
            Sequences = SequenceTree.Of(manifest, variants.Find(manifest.Variant)?.Yardstick),
            CleanDamage = damage,
        };

        var sets = new List<(LabelSet LabelSet, GroundTruth All, GroundTruth View)>();
        foreach (var labelSet in labelSets.Where(set => set.Kind != LabelSetKind.Annotations))
        {
            var stored = (await labels.LoadAsync(labelSet, cancellationToken)).Labels;
            sets.Add((labelSet, loaded.OverAllClasses(stored), loaded.View(stored)));
        }
        // Together: most of the work is the same under every label set. Of a slice only the right images are asked.
        var cards = new Dictionary<LabelSet, Scorecard>();
        Score(slices: false, options);
        Score(slices: true, options with { Metrics = [AccuracyMetrics.Top1] });

        var scorings = new List<Scoring>();
        foreach (var (labelSet, all, view) in sets)
        {
            var card = cards.GetValueOrDefault(labelSet) ?? Scorer.WithoutAny(manifest.Count, reason!, metrics.Scored);
            if (labelSet.Kind == LabelSetKind.Slice)
            {
                var count = SliceCount.Of(new ImageOutcomes(card.Correct, card.Used) { Pictures = options.Pictures }, labelSet.Excluded);
                scorings.Add(Rows(evaluation, labelSet, card with { Scores = [], Missing = [] }, count, withoutHierarchy: null));
                progress(scorings.Count);
                continue;
            }
            var more = await derived.ScoreAsync(subject, counterpart, clean, labelSet, all, view, card, cancellationToken);
            scorings.Add(Rows(evaluation, labelSet, card, more, severities.WithoutHierarchy));
            progress(scorings.Count);
        }
        return scorings;

        void Score(bool slices, ScoringOptions options)
        {
            var some = sets.Where(set => set.LabelSet.Kind == LabelSetKind.Slice == slices).ToList();
            if (scored is null || some.Count == 0)
                return;
            foreach (
                var (set, card) in some.Zip(
                    Scorer.ScoreAll(scored, [.. some.Select(set => set.View)], options, metrics.Scored, cancellationToken)
                )
            )
                cards[set.LabelSet] = card;
        }
    }

    Scoring Rows(Evaluation evaluation, LabelSet labelSet, Scorecard card, DerivedScores more, string? withoutHierarchy)
    {
        var id = Guid.CreateVersion7();
        return new()
        {
            Id = id,
            EvaluationId = evaluation.Id,
            LabelSetId = labelSet.Id,
            CatalogueId = metrics.Versions.Id,
            Used = card.Used.ToBytes(),
            Correct = card.Correct.ToBytes(),
            CleanUsed = more.Clean?.Used.ToBytes(),
            CleanCorrect = more.Clean?.Correct.ToBytes(),
            Excluded = ScoreExclusions.Of(card.Scores.Count > 0 ? card.Scores[0].Excluded : labelSet.Excluded, more.Scores),
            Missing = card
                .Missing.Concat(more.Missing)
                .Where(missing => metrics.Has(missing.Metric))
                .ToDictionary(
                    missing => missing.Metric,
                    missing =>
                        withoutHierarchy is not null && MetricCatalog.Find(missing.Metric)?.NeedsHierarchy == true
                            ? withoutHierarchy
                            : missing.Reason
                ),
            CreatedAt = time.GetUtcNow().UtcDateTime,
            // A value that is not a number (no image left, say) is no score: it is absent, and absent never ranks.
            Scores =
            [
                .. card
                    .Scores.Concat(more.Scores)
                    .Where(score => double.IsFinite(score.Value) && metrics.Has(score.Metric))
                    .Select(score => new Score
                    {
                        ScoringId = id,
                        EvaluationId = evaluation.Id,
                        LabelSetId = labelSet.Id,
                        Metric = score.Metric,
                        Value = score.Value,
                        CiLow = double.IsFinite(score.CiLow) ? score.CiLow : null,
                        CiHigh = double.IsFinite(score.CiHigh) ? score.CiHigh : null,
                        N = score.N,
                        WhyNoInterval = score.WhyNoInterval,
                    }),
            ],
        };
    }
}
