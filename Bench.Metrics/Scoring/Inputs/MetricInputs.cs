using System.Runtime.Intrinsics;
using Bench.Metrics.Clustered;
using Bench.Metrics.MultiLabel;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Columns;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Scoring.Inputs;

/// <summary>One label set over one set of predictions: what its metrics share, computed once and on demand.</summary>
sealed class MetricInputs
{
    readonly Lazy<float[]> _labelProbability;
    readonly Lazy<(ReplicatedClassReport Replicated, double[] Values)> _classReport;
    readonly Lazy<CalibrationInputs> _calibration;
    readonly Lazy<TemperatureInputs> _temperature;
    readonly Lazy<MistakeSeverityInputs> _mistakes;
    readonly Lazy<MistakeKindInputs> _kinds;
    readonly Lazy<MistakeSeverityInputs> _publishedMistakes;
    readonly Lazy<Estimate> _setRecall;

    public MetricInputs(PredictionScan scan, GroundTruth labels, ScoringOptions options)
    {
        LabelCheck.Throw(labels, scan.Predictions.Count, scan.Predictions.Classes);
        (Scan, Labels, Options) = (scan, labels, options);
        var n = labels.Count;
        (Used, UsedMask, Correct) = (new BitSet(n), new float[n], new bool[n]);
        Images = [.. Enumerable.Range(0, n).Where(labels.IsUsed)];
        foreach (var i in Images)
        {
            (Used[i], UsedMask[i]) = (true, 1);
            Correct[i] = labels.Accepts(i, BestClass(i));
        }
        _labelProbability = new(LabelProbabilities);
        _classReport = new(ClassReport);
        _calibration = new(() => new(this));
        _temperature = new(() => new(this));
        _mistakes = new(() => new(this));
        _kinds = new(() => new(this));
        _publishedMistakes = new(() => new(this, Options.PublishedDistances!));
        _setRecall = new(() => Mean(i => LabelSetOverlap.Recall(Predictions, Labels, i)));
    }

    public PredictionScan Scan { get; }

    public Predictions Predictions => Scan.Predictions;

    public GroundTruth Labels { get; }

    public ScoringOptions Options { get; }

    /// <summary>Whether one-vs-rest rankings are wanted of this label set; before and after temperature only calibration is.</summary>
    public bool RanksClasses { get; init; } = true;

    /// <summary>Used images in image order.</summary>
    public int[] Images { get; }

    public int N => Images.Length;

    public BitSet Used { get; }

    /// <summary>[N] 1 for a used image, else 0.</summary>
    public float[] UsedMask { get; }

    /// <summary>[N] whether the best class is right; false for an unused image.</summary>
    public bool[] Correct { get; }

    /// <summary>[N] probability that the model gives to the image's acceptable classes together; 0 for an unused image.</summary>
    public float[] LabelProbability => _labelProbability.Value;

    public CalibrationInputs Calibration => _calibration.Value;

    public TemperatureInputs Temperature => _temperature.Value;

    /// <summary>Prediction sets, where they are wanted of this label set; given before it is scored, because they are made for all label
    /// sets at once.</summary>
    public ConformalInputs? Conformal { get; set; }

    public MistakeSeverityInputs Mistakes => _mistakes.Value;

    public MistakeKindInputs Kinds => _kinds.Value;
    public MistakeSeverityInputs PublishedMistakes => _publishedMistakes.Value;

    /// <summary>Numbers from each class's column of probabilities, where they are wanted of this label set; given before it is scored,
    /// because one pass makes them for all label sets.</summary>
    public ClassScores? ClassScores { get; set; }

    /// <summary>This label set as a pass over the columns reads it.</summary>
    public ColumnSubject Columns => new(Predictions, Labels, Images, RanksClasses);

    public Estimate SetRecall => _setRecall.Value;

    /// <summary>Σ p_k² over the image's acceptable classes.</summary>
    public double LabelSquaredProbability(int image)
    {
        var sum = 0.0;
        foreach (var c in Labels.Of(image))
        {
            var p = (double)Predictions.ProbabilityOf(image, c);
            sum += p * p;
        }
        return sum;
    }

    /// <summary>The mean of a value over the used images, with what its interval is made from.</summary>
    public Estimate Mean(Func<int, double> valueOf)
    {
        var values = new float[Labels.Count];
        var sum = 0.0;
        foreach (var i in Images)
        {
            var value = valueOf(i);
            sum += value;
            values[i] = (float)value;
        }
        return new(sum / N, N) { Replicated = new ReplicatedMean(values, UsedMask) };
    }

    /// <summary>Σ w·v / Σ w over the used images, w the weights of the label set; NaN when all are 0.</summary>
    public Estimate WeightedMean(Func<int, double> valueOf)
    {
        var (values, weights) = (new float[Labels.Count], new float[Labels.Count]);
        double sum = 0,
            total = 0;
        foreach (var i in Images)
        {
            var weight = Labels.Weights.Span[i];
            (sum, total) = (sum + weight * valueOf(i), total + weight);
            (values[i], weights[i]) = ((float)(weight * valueOf(i)), weight);
        }
        return new(sum / total, N) { Replicated = new ReplicatedMean(values, weights) };
    }

    /// <summary>The share of used images for which something holds.</summary>
    public Estimate Proportion(Func<int, bool> holds)
    {
        var plain = Estimate.Proportion(Images.Count(holds), N);
        if (Options.Pictures is not { } pictures)
            return plain;
        var events = new float[Labels.Count];
        Array.Fill(events, float.NaN);
        foreach (var i in Images)
            events[i] = holds(i) ? 1 : 0;
        return plain with { Interval = ClusteredShare.Of(events, pictures).Interval, CountsPictures = true };
    }

    /// <summary>Pictures that the used images are of.</summary>
    int PictureCount => Options.Pictures is { } pictures ? Images.Select(image => pictures.Pictures[image]).Distinct().Count() : N;

    public Estimate ClassMean(ClassMean of) =>
        Estimate.OfShares(
            _classReport.Value.Values[(int)of],
            N,
            _classReport.Value.Replicated,
            (int)of,
            of == Resampling.ClassMean.Recall ? ByClass() : null,
            PictureCount
        );

    /// <summary>Smallest share of right images of a class.</summary>
    public Estimate WorstClass()
    {
        var classes = ByClass();
        var worst = classes.Where(of => of.Images > 0).Min(of => (double)of.Hits / of.Images);
        return new(worst, N) { Interval = SmallestShareInterval.Of(classes) };
    }

    (int Hits, int Images)[] ByClass() => Shares(Labels.FiledUnder, Correct, Predictions.Classes);

    /// <summary>Used images of each group, and those for which something holds.</summary>
    (int Hits, int Images)[] Shares(Func<int, int> groupOf, bool[] holds, int groups)
    {
        var shares = new (int Hits, int Images)[groups];
        foreach (var i in Images)
        {
            ref var share = ref shares[groupOf(i)];
            share = (share.Hits + (holds[i] ? 1 : 0), share.Images + 1);
        }
        return shares;
    }

    /// <summary>Mean over original classes of the share of images that are right.</summary>
    public Estimate OriginalClassMean() => GroupMean(i => Labels.OriginalClass.Span[i], Correct, Predictions.Classes);

    /// <summary>Mean over label counts of the share of images whose best classes are exactly their labels.</summary>
    public Estimate SubsetMean()
    {
        var exact = new bool[Labels.Count];
        foreach (var i in Images)
            exact[i] = SubsetAccuracy.IsExact(Predictions, Labels, i);
        return GroupMean(i => Labels.Of(i).Length, exact, Predictions.Classes + 1);
    }

    Estimate GroupMean(Func<int, int> groupOf, bool[] hit, int groups)
    {
        var replicated = new ReplicatedGroupMeans(
            [.. Enumerable.Range(0, Labels.Count).Select(i => Labels.IsUsed(i) ? groupOf(i) : -1)],
            hit,
            groups
        );
        return Estimate.OfShares(Unweighted(replicated)[0], N, replicated, 0, Shares(groupOf, hit, groups), PictureCount);
    }

    (ReplicatedClassReport, double[]) ClassReport()
    {
        var all = Enumerable.Range(0, Labels.Count);
        var replicated = new ReplicatedClassReport(
            [.. all.Select(i => Labels.IsUsed(i) ? Labels.FiledUnder(i) : -1)],
            [.. all.Select(i => (int)BestClass(i))],
            Correct,
            Predictions.Classes
        );
        return (replicated, Unweighted(replicated));
    }

    /// <summary>The statistics themselves: every image counts once.</summary>
    double[] Unweighted(IReplicated replicated)
    {
        var (ones, values) = (new Vector256<float>[Labels.Count], new Vector512<double>[replicated.Outputs]);
        Array.Fill(ones, Vector256<float>.One);
        replicated.Replicate(ones, values);
        return [.. values.Select(lanes => lanes[0])];
    }

    float[] LabelProbabilities()
    {
        var probability = new float[Labels.Count];
        foreach (var i in Images)
        {
            var sum = 0.0;
            foreach (var c in Labels.Of(i))
                sum += Predictions.ProbabilityOf(i, c);
            probability[i] = (float)Math.Min(1, sum);
        }
        return probability;
    }

    ushort BestClass(int image) => Predictions.TopClass.Span[image * Predictions.HeadSize];
}
