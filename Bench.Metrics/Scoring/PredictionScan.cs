using System.Numerics.Tensors;

namespace Bench.Metrics.Scoring;

/// <summary>What every label view asks of one set of predictions, computed once and on demand.</summary>
sealed class PredictionScan
{
    readonly Lazy<float[]> _confidence;
    readonly Lazy<int[]> _byConfidence;
    readonly Lazy<double[]> _squares;

    public PredictionScan(Predictions predictions, ParallelOptions parallel)
    {
        PredictionCheck.Throw(predictions, parallel);
        Predictions = predictions;
        Parallel = parallel;
        _confidence = new(Confidences);
        _byConfidence = new(() => ConfidenceOrder.Of(_confidence.Value));
        _squares = new(SumsOfSquares);
    }

    public Predictions Predictions { get; }

    public ParallelOptions Parallel { get; }

    /// <summary>[N] probability of the best class.</summary>
    public float[] Confidence => _confidence.Value;

    /// <summary>[N] images in ascending order of confidence, ties in image order.</summary>
    public int[] ByConfidence => _byConfidence.Value;

    /// <summary>[N] Σ_k p_k² over all classes.</summary>
    public double[] SquaredProbabilities => _squares.Value;

    float[] Confidences()
    {
        var confidence = new float[Predictions.Count];
        for (var i = 0; i < confidence.Length; i++) confidence[i] = Predictions.ProbabilityAt(i, 0);
        return confidence;
    }

    double[] SumsOfSquares()
    {
        var sums = new double[Predictions.Count];
        RowBlocks.Run(Predictions.Count, Parallel, (first, end) =>
        {
            var row = new float[Predictions.Classes];
            for (var i = first; i < end; i++)
            {
                Predictions.Probabilities(i, row);
                sums[i] = TensorPrimitives.SumOfSquares<float>(row);
            }
        });
        return sums;
    }
}
