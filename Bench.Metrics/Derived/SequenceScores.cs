using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Derived;

/// <summary>ImageNet-P as scores: flip rates by perturbation, their mean, mFR and the top-5 distance, and the share of
/// sequences that are right on every frame.</summary>
public static class SequenceScores
{
    /// <summary>Why a sequence takes no part: one of its frames could not be decoded or, where labels count, is not
    /// used; or it has one frame.</summary>
    public const string Broken = "sequence-incomplete";

    /// <param name="sequences">Which images follow one another.</param>
    /// <param name="predictions">The model on all images.</param>
    /// <param name="outcomes">What it gets right under one label set.</param>
    /// <param name="undecodable">Images that the model did not answer.</param>
    /// <param name="options">Resamples, seed and threads.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    public static DerivedScores Of(
        FrameSequences sequences,
        Predictions predictions,
        ImageOutcomes outcomes,
        IReadOnlyCollection<int> undecodable,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(outcomes);
        var left = undecodable.ToHashSet();
        var whole = sequences.Sequences.Where(each => each.Frames.Length > 1 && !Array.Exists(each.Frames, left.Contains)).ToList();
        if (whole.Count == 0)
            return DerivedScores.WithoutAny(SequenceMetrics.Ids, "no sequence has two frames that the model answered");

        var flips = Made(each => FrameChanges.FlipRate(each, predictions));
        var distances = predictions.HeadSize >= FrameChanges.Ranks ? Made(each => FrameChanges.TopFiveDistance(each, predictions)) : null;
        var judged = whole.Where(each => Array.TrueForAll(each.Frames, frame => outcomes.Used[frame])).ToList();
        var right =
            judged.Count == 0 ? null : Filled(judged, each => Array.TrueForAll(each.Frames, frame => outcomes.Correct[frame]) ? 1 : 0);
        IReplicated[] asked = [.. new IReplicated?[] { flips, distances, right }.OfType<IReplicated>()];
        var replicates = Bootstrap.Run(asked, sequences.Pictures, options, cancellationToken);

        var (scores, missing) = (new List<MetricScore>(), new List<MissingScore>());
        if (!flips.HasMean)
            missing.AddRange(
                new[] { SequenceMetrics.FlipRate, SequenceMetrics.MeanFlipRate, SequenceMetrics.TopFiveDistance }.Select(
                    id => new MissingScore(id, "no sequence of a perturbation that counts is whole")
                )
            );
        else
        {
            Add(flips, flips.MeanOutput, SequenceMetrics.FlipRate, 1, whole, Counts);
            if (double.IsFinite(flips.Values()[flips.ScaledMeanOutput]))
                Add(flips, flips.ScaledMeanOutput, SequenceMetrics.MeanFlipRate, double.PositiveInfinity, whole, Counts);
            else
                missing.Add(new(SequenceMetrics.MeanFlipRate, SequenceMetrics.WithoutYardstick));
            if (distances is not null)
                Add(distances, distances.MeanOutput, SequenceMetrics.TopFiveDistance, SequenceMetrics.MostDistance, whole, Counts);
            else
                missing.Add(new(SequenceMetrics.TopFiveDistance, $"needs the {FrameChanges.Ranks} best classes of each image"));
        }
        if (right is { HasMean: true })
            Add(right, right.MeanOutput, SequenceMetrics.EveryFrame, 1, judged, Counts);
        else
            missing.Add(
                new(SequenceMetrics.EveryFrame, "no sequence of a perturbation that counts is used, frame by frame, under this label set")
            );
        foreach (var known in SequenceMetrics.Known)
            if (flips.OutputOf(known) is { } output)
                Add(flips, output, SequenceMetrics.FlipRateId(known), 1, whole, each => each.Perturbation == known);
            else
                missing.Add(
                    new(
                        SequenceMetrics.FlipRateId(known),
                        sequences.Sequences.Any(each => each.Perturbation == known)
                            ? $"no sequence of {known} has two frames that the model answered"
                            : $"the dataset has no {known}"
                    )
                );
        return new(scores, missing);

        static bool Counts(FrameSequence each) => SequenceMetrics.IsAveraged(each.Perturbation);

        // Of the films that a number is over some take no part.
        void Add(
            ReplicatedSequences statistic,
            int output,
            string id,
            double most,
            List<FrameSequence> taken,
            Func<FrameSequence, bool> isOver
        )
        {
            var value = statistic.Values()[output];
            var interval = replicates[statistic].Around(value, output, 0, most);
            var n = taken.Count(isOver);
            var without = sequences.Sequences.Count(isOver) - n;
            var excluded = without == 0 ? [] : new Dictionary<string, int> { [Broken] = without };
            scores.Add(new(id, value, interval, n, excluded));
        }

        ReplicatedSequences Made(Func<FrameSequence, double> value) => Filled(whole, value);

        ReplicatedSequences Filled(List<FrameSequence> some, Func<FrameSequence, double> value)
        {
            string[] names = [.. some.Select(each => each.Perturbation).Distinct().Order(StringComparer.Ordinal)];
            var statistic = new ReplicatedSequences(sequences.Pictures, names, sequences.Yardstick);
            foreach (var each in some)
                statistic.Add(Array.IndexOf(names, each.Perturbation), each.Picture, value(each));
            return statistic;
        }
    }
}
