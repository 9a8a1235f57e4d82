namespace Bench.Metrics.Comparison;

/// <summary>How alike two columns of a board order its models.</summary>
/// <param name="Value">In [−1, 1]; NaN with fewer than two models or a constant column.</param>
/// <param name="N">Models that have both values.</param>
public readonly record struct Correlation(double Value, int N)
{
    /// <summary>Fewest models whose order says anything: of four, two columns without any relation agree or disagree
    /// wholly once in twelve; of five, once in sixty.</summary>
    public const int FewestModels = 5;

    /// <summary>The value where it says anything; NaN below <see cref="FewestModels"/>.</summary>
    public double Shown => N < FewestModels ? double.NaN : Value;
}
