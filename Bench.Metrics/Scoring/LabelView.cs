namespace Bench.Metrics.Scoring;

/// <summary>One label view over one set of predictions: what its metrics share, computed once and on demand.</summary>
sealed class LabelView
{
    readonly Lazy<float[]> _labelProbability;
    readonly Lazy<(int[] Group, int Count)> _groups;
    readonly Lazy<ReplicatedGroupMeans> _classMeans;
    readonly Lazy<CalibrationView> _calibration;

    public LabelView(PredictionScan scan, Labels labels, ScoringOptions options)
    {
        LabelCheck.Throw(labels, scan.Predictions.Count, scan.Predictions.Classes);
        (Scan, Labels, Options) = (scan, labels, options);
        var n = labels.Count;
        (Used, UsedMask, Correct) = (new BitSet(n), new float[n], new bool[n]);
        Images = [.. Enumerable.Range(0, n).Where(labels.IsUsed)];
        foreach (var i in Images)
        {
            (Used[i], UsedMask[i]) = (true, 1);
            Correct[i] = labels.Accepts(i, scan.Predictions.TopClass.Span[i * scan.Predictions.HeadSize]);
        }
        _labelProbability = new(LabelProbabilities);
        _groups = new(GroupsByClass);
        _classMeans = new(() => new(ClassOfImage, Correct, _groups.Value.Count));
        _calibration = new(() => new(this));
    }

    public PredictionScan Scan { get; }

    public Predictions Predictions => Scan.Predictions;

    public Labels Labels { get; }

    public ScoringOptions Options { get; }

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

    /// <summary>[N] class that each image is filed under; −1 for an unused image.</summary>
    public int[] ClassOfImage => _groups.Value.Group;

    /// <summary>Number of classes in <see cref="ClassOfImage"/>.</summary>
    public int ClassCount => _groups.Value.Count;

    public ReplicatedGroupMeans ClassMeans => _classMeans.Value;

    public CalibrationView Calibration => _calibration.Value;

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

    /// <summary>The share of used images for which something holds.</summary>
    public Estimate Proportion(Func<int, bool> holds) => Estimate.Proportion(Images.Count(holds), N);

    float[] LabelProbabilities()
    {
        var probability = new float[Labels.Count];
        foreach (var i in Images)
        {
            var sum = 0.0;
            foreach (var c in Labels.Of(i)) sum += Predictions.ProbabilityOf(i, c);
            probability[i] = (float)Math.Min(1, sum);
        }
        return probability;
    }

    (int[], int) GroupsByClass()
    {
        var group = new int[Labels.Count];
        Array.Fill(group, -1);
        foreach (var i in Images) group[i] = Labels.SingleLabel ? Labels.Of(i)[0] : Labels.OriginalClass.Span[i];
        return (group, Predictions.Classes);
    }
}
