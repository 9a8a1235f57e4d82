using Bench.Metrics.Hierarchy;
using Bench.Metrics.Mistakes;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Catalogue;

/// <summary>The contract of one metric, bound to its computation. Documentation, columns, validation and scoring all
/// derive from it.</summary>
public sealed record MetricDefinition
{
    /// <summary>Stable id, as used in addresses and stored scores.</summary>
    public required string Id { get; init; }

    /// <summary>Raised when the same id would give another number, or another interval, for the same input; stored scores of an older
    /// version are computed again. All were raised from 1 when intervals began to count pictures where several images are of
    /// one.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Name for a column head.</summary>
    public required string Name { get; init; }

    public required MetricFamily Family { get; init; }

    public required MetricDirection Direction { get; init; }

    /// <summary>Smallest possible value.</summary>
    public double Minimum { get; init; }

    /// <summary>Largest possible value; infinite when unbounded.</summary>
    public double Maximum { get; init; } = 1;

    /// <summary>A fraction, or a difference of two, which people read in percent.</summary>
    public bool IsFraction => IsFractionOf(Minimum, Maximum);

    /// <summary>The same by the range alone, null standing for unbounded.</summary>
    public static bool IsFractionOf(double? minimum, double? maximum) => maximum == 1 && minimum is 0 or -1;

    /// <summary>What to say of a value at the smallest or the largest possible one, where that is the border of a
    /// search: the true one may lie beyond.</summary>
    public string? AtBorder { get; init; }

    /// <summary>Why its values carry no interval; null where they do.</summary>
    public string? WhyNoInterval { get; init; }

    public required string Formula { get; init; }

    public required string Source { get; init; }

    /// <summary>Where it is shown before anybody asks. Pages, boards and reports derive their lists from it.</summary>
    public MetricProminence Prominence { get; init; }

    /// <summary>Its type in the <c>model-index</c> of a model card for the Hugging Face hub; null where cards leave it out.</summary>
    public string? HubType { get; init; }

    /// <summary>What it is computed from. Only those of <see cref="MetricBasis.Predictions"/> alone are bound to a
    /// computation here.</summary>
    public MetricBasis Basis { get; init; }

    /// <summary>Parameters in use, by name.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    /// <summary>How much the predictions must say about each image.</summary>
    public PredictionContent Content { get; init; } = PredictionContent.Ranks;

    /// <summary>How many ranked classes each image must carry.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>Whether each image must carry as many ranked classes as it has labels.</summary>
    public bool RanksEveryLabel { get; init; }

    public LabelNeed Labels { get; init; } = LabelNeed.Any;

    /// <summary>The metric that is the same number where every image has one label and none is unclear; null where
    /// there is none. Two names for one number would be two opinions of it.</summary>
    public string? WithOneLabel { get; init; }

    /// <summary>Whether the metric is only defined where the label set weighs its images.</summary>
    public bool NeedsWeights { get; init; }

    /// <summary>Whether the metric is only defined where the published calibration split is known.</summary>
    public bool NeedsCalibrationSplit { get; init; }

    /// <summary>Whether the metric is only defined where the operator gave an is-a hierarchy of the classes.</summary>
    public bool NeedsHierarchy { get; init; }

    /// <summary>Whether the metric is only defined where superclasses are known, from the operator's files.</summary>
    public bool NeedsMistakeEvidence { get; init; }

    /// <summary>Whether the metric is only defined where the operator gave distances as they were published.</summary>
    public bool NeedsPublishedDistances { get; init; }

    /// <summary>Whether it reads numbers of each class's column; these are computed for all label sets in one pass
    /// before any label set is scored.</summary>
    internal bool ReadsColumns { get; init; }

    /// <summary>How its column follows from other columns of a board; null for what is stored, and for what a reader has
    /// to choose a model for.</summary>
    public BoardMeasure? OfBoard { get; init; }

    /// <summary>Value and interval under one label set.</summary>
    internal Func<MetricInputs, Estimate> Measure { get; init; } =
        _ => throw new InvalidOperationException("the metric is bound to no computation");

    /// <summary>Why the metric cannot be computed from these predictions under these labels; null when it
    /// can.</summary>
    public string? WhyMissing(Predictions predictions, GroundTruth labels, ScoringOptions options)
    {
        if (predictions.HeadSize < Ranks)
            return $"needs the {Ranks} best classes of each image; these predictions carry {predictions.HeadSize}";
        if (RanksEveryLabel && MostLabels(labels) is var most && predictions.HeadSize < most)
            return $"needs as many best classes as an image has labels, up to {most}; these predictions carry {predictions.HeadSize}";
        if (predictions.Content < Content)
            return Content switch
            {
                PredictionContent.TopConfidence => "needs the probability of the best class; these predictions are a ranking only",
                PredictionContent.Head =>
                    "needs the logits of the best classes; these predictions carry the best class and its probability only",
                _ => "needs every logit of each image; these predictions carry the best classes only",
            };
        if (Labels == LabelNeed.SingleLabel && !labels.SingleLabel)
            return "needs exactly one label for each image; this label set has several";
        if (Labels == LabelNeed.ClassOfImage && !labels.SingleLabel && labels.OriginalClass.IsEmpty)
            return "needs one class to file each image under; this label set has several and no original class";
        if (Labels == LabelNeed.OriginalClass && labels.OriginalClass.IsEmpty)
            return "needs the original class of each image; this label set does not carry it";
        if (
            WithOneLabel is not null
            && labels.SingleLabel
            && labels.UnclearOffsets.IsEmpty
            && (Labels != LabelNeed.OriginalClass || labels.AreOriginal())
        )
            return $"is the same number as {WithOneLabel} where each image has one label";
        if (NeedsWeights && labels.Weights.IsEmpty)
            return "needs a weight of each image; this label set has none";
        if (NeedsCalibrationSplit && options.CalibrationSplit is null)
            return "needs the calibration split of the dataset; none was given";
        if (NeedsHierarchy && options.Hierarchy is null)
            return HierarchicalDistance.WithoutFile;
        if (NeedsHierarchy && options.Hierarchy!.Classes != predictions.Classes)
            return $"needs a hierarchy of the {predictions.Classes} classes; the one given has {options.Hierarchy.Classes}";
        if (NeedsMistakeEvidence && options.Mistakes is null)
            return MistakeEvidence.WithoutRelations;
        if (NeedsMistakeEvidence && options.Mistakes!.Relations.Classes != predictions.Classes)
            return $"needs superclasses of the {predictions.Classes} classes; those given are of {options.Mistakes.Relations.Classes}";
        if (NeedsPublishedDistances && options.PublishedDistances is null)
            return HierarchicalDistance.WithoutDistances;
        if (NeedsPublishedDistances && options.PublishedDistances!.Classes != predictions.Classes)
            return $"needs distances between the {predictions.Classes} classes; those given are of {options.PublishedDistances.Classes}";
        return null;
    }

    static int MostLabels(GroundTruth labels)
    {
        if (labels.SingleLabel)
            return 1;
        var most = 0;
        for (var i = 0; i < labels.Count; i++)
            if (labels.IsUsed(i))
                most = Math.Max(most, labels.Of(i).Length);
        return most;
    }
}
