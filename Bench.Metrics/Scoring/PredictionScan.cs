using System.Numerics.Tensors;

namespace Bench.Metrics.Scoring;

/// <summary>What every label view asks of one set of predictions, computed once and on demand.</summary>
sealed class PredictionScan
{
    readonly Lazy<float[]> _confidence;
    readonly Lazy<int[]> _byConfidence;
    readonly Lazy<double[]> _squares;
    readonly List<LabelView> _unscored = [];
    readonly Dictionary<LabelView, ClassScores> _classScores = [];

    /// <param name="predictions">What to look at.</param>
    /// <param name="parallel">Threads and cancellation of every pass.</param>
    /// <param name="check">False only for predictions derived from checked ones.</param>
    public PredictionScan(Predictions predictions, ParallelOptions parallel, bool check = true)
    {
        if (check) PredictionCheck.Throw(predictions, parallel);
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

    /// <summary>Makes a view part of the next pass over columns.</summary>
    public void Register(LabelView view) => _unscored.Add(view);

    /// <summary>Numbers from each class's column; the first call computes them for every registered view in one pass.</summary>
    public ClassScores ClassScoresOf(LabelView view)
    {
        if (!_classScores.TryGetValue(view, out var scores))
        {
            var pending = _unscored.Select(v => (View: v, Scores: new ClassScores(Predictions.Classes))).ToList();
            _unscored.Clear();
            ClassColumns.Run(this, [.. pending.Select(p => p.View)], [.. pending.Select(p => p.Scores)]);
            foreach (var (pendingView, pendingScores) in pending) _classScores[pendingView] = pendingScores;
            scores = _classScores[view];
        }
        return scores;
    }

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
