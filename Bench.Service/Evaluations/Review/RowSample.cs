using System.Globalization;
using System.Numerics.Tensors;

namespace Bench.Service.Evaluations.Review;

/// <summary>Common properties of the first rows of class scores that logits do not have: signs of a change before they
/// were written.</summary>
public sealed record RowSample
{
    const int MostRows = 64;
    const int LeastRows = 8;
    const int LeastClasses = 10;

    /// <summary>Half precision over a thousand classes.</summary>
    const double Tolerance = 5e-3;

    /// <summary>Least difference between the best probabilities of rows, and between their greatest numbers and all,
    /// for rows to tell anything: numbers that are all small have nearly the same Σ exp, and rows that are nearly the
    /// same nearly the same length.</summary>
    const double LeastSpread = 0.1;

    public int Rows { get; init; }

    /// <summary>log Σ exp of the rows.</summary>
    public double LeastLogSum { get; init; } = double.PositiveInfinity;
    public double MostLogSum { get; init; } = double.NegativeInfinity;

    /// <summary>Probability of each row's best class.</summary>
    public double LeastBest { get; init; } = double.PositiveInfinity;
    public double MostBest { get; init; } = double.NegativeInfinity;

    /// <summary>√ Σ x².</summary>
    public double LeastLength { get; init; } = double.PositiveInfinity;
    public double MostLength { get; init; } = double.NegativeInfinity;

    /// <summary>Each row's greatest number by its length.</summary>
    public double LeastShare { get; init; } = double.PositiveInfinity;
    public double MostShare { get; init; } = double.NegativeInfinity;

    /// <summary>Largest distance of Σ 1 / (1 + exp(−x)) from 1.</summary>
    public double WorstSigmoidSum { get; init; }

    /// <param name="row">One number a class, all finite.</param>
    public RowSample With(ReadOnlySpan<float> row)
    {
        if (Rows >= MostRows || row.Length < LeastClasses)
            return this;
        var best = (double)TensorPrimitives.Max(row);
        var (sum, sigmoids) = (0.0, 0.0);
        foreach (var value in row)
            (sum, sigmoids) = (sum + Math.Exp(value - best), sigmoids + 1 / (1 + Math.Exp(-value)));
        var length = (double)TensorPrimitives.Norm(row);
        return new()
        {
            Rows = Rows + 1,
            LeastLogSum = Math.Min(LeastLogSum, best + Math.Log(sum)),
            MostLogSum = Math.Max(MostLogSum, best + Math.Log(sum)),
            LeastBest = Math.Min(LeastBest, 1 / sum),
            MostBest = Math.Max(MostBest, 1 / sum),
            LeastLength = Math.Min(LeastLength, length),
            MostLength = Math.Max(MostLength, length),
            LeastShare = length > 0 ? Math.Min(LeastShare, best / length) : LeastShare,
            MostShare = length > 0 ? Math.Max(MostShare, best / length) : MostShare,
            WorstSigmoidSum = Math.Max(WorstSigmoidSum, Math.Abs(sigmoids - 1)),
        };
    }

    /// <summary>The sample of both.</summary>
    public RowSample With(RowSample more) =>
        new()
        {
            Rows = Rows + more.Rows,
            LeastLogSum = Math.Min(LeastLogSum, more.LeastLogSum),
            MostLogSum = Math.Max(MostLogSum, more.MostLogSum),
            LeastBest = Math.Min(LeastBest, more.LeastBest),
            MostBest = Math.Max(MostBest, more.MostBest),
            LeastLength = Math.Min(LeastLength, more.LeastLength),
            MostLength = Math.Max(MostLength, more.MostLength),
            LeastShare = Math.Min(LeastShare, more.LeastShare),
            MostShare = Math.Max(MostShare, more.MostShare),
            WorstSigmoidSum = Math.Max(WorstSigmoidSum, more.WorstSigmoidSum),
        };

    /// <summary>Why numbers on both sides of 0 are no logits, as the end of a sentence; null where they may be.</summary>
    public string? WhyNoLogits =>
        Rows < LeastRows ? null
        : WorstSigmoidSum <= Tolerance ? "and Σ 1 / (1 + exp(−x)) is 1 in every row, as of log p / (1 − p) of probabilities"
        : MostLength - LeastLength <= Tolerance * MostLength && MostShare - LeastShare >= LeastSpread * MostShare
            ? string.Create(CultureInfo.InvariantCulture, $"and √ Σ x² is {MostLength:G4} in every row")
                + ", as where rows are divided by their length or by their deviation"
        : MostBest - LeastBest >= LeastSpread && MostLogSum - LeastLogSum <= Tolerance && Math.Abs(MostLogSum) > Tolerance
            ? string.Create(CultureInfo.InvariantCulture, $"and Σ exp x is {Math.Exp(MostLogSum):G4} in every row")
                + ", as of logarithms of probabilities to which a number was added"
        : null;
}
