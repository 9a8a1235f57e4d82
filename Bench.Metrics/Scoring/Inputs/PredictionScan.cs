using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;

namespace Bench.Metrics.Scoring.Inputs;

/// <summary>Values that every label set needs of one set of predictions, computed once and on demand.</summary>
sealed class PredictionScan
{
    readonly Lazy<float[]> _surprise;
    readonly Lazy<float[]> _confidence;
    readonly Lazy<int[]> _byConfidence;
    readonly Lazy<double[]> _squares;

    /// <param name="predictions">What to look at.</param>
    /// <param name="parallel">Threads and cancellation of every pass.</param>
    /// <param name="check">False only for predictions derived from checked ones.</param>
    /// <param name="squares">[N] <see cref="SquaredProbabilities"/>, where they are known already.</param>
    public PredictionScan(Predictions predictions, ParallelOptions parallel, bool check = true, double[]? squares = null)
    {
        if (check)
            PredictionCheck.Throw(predictions, parallel);
        Predictions = predictions;
        Parallel = parallel;
        _surprise = new(() => Array.ConvertAll(predictions.Surprises(parallel), surprise => (float)surprise));
        _confidence = new(() => Array.ConvertAll(_surprise.Value, surprise => (float)Math.Exp(-(double)surprise)));
        _byConfidence = new(() => ConfidenceOrder.FromSurprise(_surprise.Value));
        _squares = new(() => squares ?? SumsOfSquares());
    }

    public Predictions Predictions { get; }

    public ParallelOptions Parallel { get; }

    /// <summary>[N] −ln of the probability of the best class: tells confidences apart that are 1 to the last
    /// bit.</summary>
    public float[] Surprise => _surprise.Value;

    /// <summary>[N] probability of the best class.</summary>
    public float[] Confidence => _confidence.Value;

    /// <summary>[N] images in ascending order of confidence, ties in image order.</summary>
    public int[] ByConfidence => _byConfidence.Value;

    /// <summary>[N] Σ_k p_k² over all classes.</summary>
    public double[] SquaredProbabilities => _squares.Value;

    double[] SumsOfSquares()
    {
        var sums = new double[Predictions.Count];
        RowBlocks.Run(
            Predictions.Count,
            Parallel,
            (first, end) =>
            {
                var row = new float[Predictions.Classes];
                for (var i = first; i < end; i++)
                {
                    Predictions.AllLogits(i, row);
                    var best = Predictions.TopLogit.Span[i * Predictions.HeadSize];
                    var maximum = Math.Exp((double)best - Predictions.LogSumExp.Span[i]);
                    sums[i] = SoftmaxSums.Of(row, best, 1).Squares * maximum * maximum;
                }
            }
        );
        return sums;
    }
}
