using System.Globalization;
using System.Numerics.Tensors;
using Bench.Data.Outcomes;
using Bench.Service.Models;

namespace Bench.Service.Evaluations.Review;

/// <summary>Common properties of all rows of class scores: gathered row by row, and enough to tell the scale of their
/// numbers and whether they depend on anything.</summary>
public sealed record RowFacts
{
    /// <summary>Half precision over a thousand classes, and exporters that round.</summary>
    const double SumTolerance = 5e-3;

    /// <summary>A sum that is off by this much was not rounded.</summary>
    const double Renormalising = 0.05;

    const float RangeTolerance = 1e-5f;

    /// <summary>How far above 0 the logarithm of 1 may be after rounding, dequantising, or a term added before the
    /// logarithm.</summary>
    const float AboveZero = 1e-2f;

    /// <summary>Rows whose sums say something when they are all alike.</summary>
    const int LeastForSums = 8;

    /// <summary>Least probability behind the best ones of a row; half precision ends far below.</summary>
    const double LeastBehind = 1e-4;

    /// <summary>Fewer numbers may all be below 0 by chance, as those of two classes over noise.</summary>
    const int LeastBelowZero = 20;
    const int LeastClasses = 10;

    /// <summary>Whole numbers over a wider range were rounded to steps of something else than 1: as logits they would be sure of
    /// everything.</summary>
    const float RangeOfBytes = 30;

    public int Rows { get; init; }

    /// <summary>Numbers of a row.</summary>
    public int Width { get; init; }

    public float Least { get; init; } = float.PositiveInfinity;
    public float Most { get; init; } = float.NegativeInfinity;

    /// <summary>The smallest of the rows' greatest numbers.</summary>
    public float LeastBest { get; init; } = float.PositiveInfinity;

    /// <summary>Whether every number is whole.</summary>
    public bool AllWhole { get; init; } = true;

    /// <summary>Whether some row has more than one number for its best class and one for all others, by its sum.</summary>
    public bool HasGrades { get; init; }

    public double LeastSum { get; init; } = double.PositiveInfinity;
    public double MostSum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest distance of a row's Σ exp from 1, where no number is above 0.</summary>
    public double WorstExponentialSum { get; init; }

    /// <summary>The same of Σ 10^x and of Σ 2^x: logarithms by another base.</summary>
    public double WorstDecimalSum { get; init; } = double.PositiveInfinity;

    public double WorstBinarySum { get; init; } = double.PositiveInfinity;

    /// <summary>The same of Σ exp(−x), where no number is below 0: logarithms whose sign was turned.</summary>
    public double WorstNegatedSum { get; init; } = double.PositiveInfinity;

    /// <summary>The same of Σ 2^−x and of Σ 10^−x: what a class would surprise by, in bits or in decimal digits.</summary>
    public double WorstNegatedBinarySum { get; init; } = double.PositiveInfinity;

    public double WorstNegatedDecimalSum { get; init; } = double.PositiveInfinity;

    /// <summary>Rows whose greatest number is the greatest of all, and numbers that are the least of all.</summary>
    public int AtMost { get; init; }

    public long AtLeast { get; init; }

    /// <summary>Rows of which at least half is one and the same number, the smallest, with a share of the probability that counts, or as
    /// zeros next to probabilities.</summary>
    public int CutOff { get; init; }

    /// <summary>Common properties of the first rows.</summary>
    public RowSample Sample { get; init; } = new();

    /// <summary>Rows in which several classes have the greatest number, but not all of them.</summary>
    public int TopTied { get; init; }

    /// <summary>Rows whose numbers are all equal.</summary>
    public int Tied { get; init; }

    /// <summary>Rows that are not equal to the first one, bit for bit.</summary>
    public int Different { get; init; }

    /// <summary>Bits of the first row, hashed.</summary>
    public ulong First { get; init; }

    /// <summary>The facts of these rows and one more.</summary>
    /// <param name="row">One number a class, all finite.</param>
    public RowFacts With(ReadOnlySpan<float> row)
    {
        var (least, most, sum, hash) = (TensorPrimitives.Min(row), TensorPrimitives.Max(row), Sum(row), Hash(row));
        var leasts = row.Count(least);
        return this with
        {
            Rows = Rows + 1,
            Sample = Sample.With(row),
            Width = row.Length,
            Least = MathF.Min(Least, least),
            Most = MathF.Max(Most, most),
            LeastBest = MathF.Min(LeastBest, most),
            AllWhole = AllWhole && IsWhole(row),
            HasGrades = HasGrades || Math.Abs(sum - (most + (row.Length - 1.0) * least)) > SumTolerance,
            LeastSum = Math.Min(LeastSum, sum),
            MostSum = Math.Max(MostSum, sum),
            WorstExponentialSum =
                Most > AboveZero || most > AboveZero
                    ? double.PositiveInfinity
                    : Math.Max(WorstExponentialSum, Math.Abs(ExponentialSum(row) - 1)),
            WorstDecimalSum = Worst(WorstDecimalSum, most <= AboveZero, row, Math.Log(10)),
            WorstBinarySum = Worst(WorstBinarySum, most <= AboveZero, row, Math.Log(2)),
            WorstNegatedSum = Worst(WorstNegatedSum, least >= -AboveZero, row, -1),
            WorstNegatedBinarySum = Worst(WorstNegatedBinarySum, least >= -AboveZero, row, -Math.Log(2)),
            WorstNegatedDecimalSum = Worst(WorstNegatedDecimalSum, least >= -AboveZero, row, -Math.Log(10)),
            AtMost =
                most > Most ? 1
                : most == Most ? AtMost + 1
                : AtMost,
            AtLeast =
                least < Least ? leasts
                : least == Least ? AtLeast + leasts
                : AtLeast,
            CutOff = CutOff + (least < most && 2 * leasts >= row.Length && IsCutOff(row, least, leasts, sum) ? 1 : 0),
            TopTied = TopTied + (least < most && row.Count(most) > 1 ? 1 : 0),
            Tied = Tied + (least == most ? 1 : 0),
            Different = Different + (Rows > 0 && hash != First ? 1 : 0),
            First = Rows == 0 ? hash : First,
        };
    }

    /// <summary>The facts of both.</summary>
    public RowFacts With(RowFacts more) =>
        Rows == 0 ? more
        : more.Rows == 0 ? this
        : this with
        {
            Rows = Rows + more.Rows,
            Sample = Sample.With(more.Sample),
            Least = MathF.Min(Least, more.Least),
            Most = MathF.Max(Most, more.Most),
            LeastBest = MathF.Min(LeastBest, more.LeastBest),
            AllWhole = AllWhole && more.AllWhole,
            HasGrades = HasGrades || more.HasGrades,
            LeastSum = Math.Min(LeastSum, more.LeastSum),
            MostSum = Math.Max(MostSum, more.MostSum),
            WorstExponentialSum = Math.Max(WorstExponentialSum, more.WorstExponentialSum),
            WorstDecimalSum = Math.Max(WorstDecimalSum, more.WorstDecimalSum),
            WorstBinarySum = Math.Max(WorstBinarySum, more.WorstBinarySum),
            WorstNegatedSum = Math.Max(WorstNegatedSum, more.WorstNegatedSum),
            WorstNegatedBinarySum = Math.Max(WorstNegatedBinarySum, more.WorstNegatedBinarySum),
            WorstNegatedDecimalSum = Math.Max(WorstNegatedDecimalSum, more.WorstNegatedDecimalSum),
            AtMost = (Most >= more.Most ? AtMost : 0) + (more.Most >= Most ? more.AtMost : 0),
            AtLeast = (Least <= more.Least ? AtLeast : 0) + (more.Least <= Least ? more.AtLeast : 0),
            CutOff = CutOff + more.CutOff,
            TopTied = TopTied + more.TopTied,
            Tied = Tied + more.Tied,
            Different = Different + (more.First == First ? more.Different : more.Rows),
        };

    /// <summary>Whether nothing is above 0, as negated distances and logarithms of a sigmoid are. Logits less the greatest of their row
    /// are not meant: their best is 0 in every row.</summary>
    public bool AreBelowZero =>
        Rows >= LeastBelowZero && Width >= LeastClasses && Most <= AboveZero && LeastBest < (Most > 0 ? -AboveZero : 0);

    /// <summary>Whether the numbers were rounded to bytes, or are: what one step is worth is not known. One number for the best
    /// class and one for all others is no scale.</summary>
    public bool AreBytes => Rows >= LeastForSums && Width >= LeastClasses && AllWhole && HasGrades && Most - Least >= RangeOfBytes;

    /// <summary>Whether every row is the same, or says nothing.</summary>
    public bool SayNothing => Rows > 0 && (Tied == Rows || (Rows > 1 && Different == 0));

    /// <summary>Whether they are −log p, to whatever base: the smallest number is the best class's.</summary>
    public bool IsNegated =>
        Rows >= LeastForSums && Math.Min(WorstNegatedSum, Math.Min(WorstNegatedBinarySum, WorstNegatedDecimalSum)) <= SumTolerance;

    /// <summary>The check of declared logarithms whose probabilities do not sum to 1; null where rounding explains it.</summary>
    public Check? Renormalised =>
        WorstExponentialSum is > Renormalising and < double.PositiveInfinity
            ? Check.Note(
                CheckCodes.ProbabilitiesRenormalised,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The probabilities whose logarithms are declared do not sum to 1 in each row, up to {WorstExponentialSum:G2} off: "
                ) + "each is taken as its share of the row's sum."
            )
            : null;

    /// <summary>Why the numbers are no natural logarithms of probabilities; null where they may be. Sums that are not 1 say nothing:
    /// rounding, and a class that was lost, do as much.</summary>
    public string? WhyNotLogarithms =>
        Rows == 0 || WorstExponentialSum <= SumTolerance ? null
        : Most > AboveZero ? "some are above 0, and the logarithm of a probability is not"
        : WorstBinarySum <= SumTolerance ? "Σ 2^x is 1 in every row, so they are logarithms to base 2: multiply them by ln 2"
        : WorstDecimalSum <= SumTolerance ? "Σ 10^x is 1 in every row, so they are logarithms to base 10: multiply them by ln 10"
        : null;

    /// <summary>The kind of the numbers by their values alone; null where they may be logits. Scores are normalised
    /// numbers of no known scale.</summary>
    public OutputKind? Kind =>
        Rows == 0 || SayNothing ? null
        : WorstExponentialSum <= SumTolerance ? OutputKind.LogProbabilities
        : IsNegated || (Rows >= LeastForSums && LeastBest < 0 && Math.Min(WorstDecimalSum, WorstBinarySum) <= SumTolerance)
            ? OutputKind.Scores
        : AreBelowZero || AreBytes ? OutputKind.Scores
        : Least < -RangeTolerance ? (HasGrades && Sample.WhyNoLogits is not null ? OutputKind.Scores : null)
        : SumsTo(1) ? OutputKind.Probabilities
        : SumsTo(100) ? OutputKind.Percentages
        : Most <= 1 + RangeTolerance ? OutputKind.Sigmoid
        : IsNormalised ? OutputKind.Scores
        : null;

    /// <summary>Whether rows from 0 up all sum to the same, as probabilities times a number do, or look like percentages that were
    /// rounded.</summary>
    bool IsNormalised =>
        Rows >= LeastForSums && (SumsTo((LeastSum + MostSum) / 2) || (Most is > 50 and <= 100 && LeastSum >= 50 && MostSum <= 102));

    bool SumsTo(double whole) => LeastSum >= whole * (1 - SumTolerance) && MostSum <= whole * (1 + SumTolerance);

    /// <summary>Whether the smallest numbers of a row, which are all alike, stand for something: zeros next to a few probabilities that sum
    /// to 1 and are not tiny, or logits with a share of Σ exp.</summary>
    static bool IsCutOff(ReadOnlySpan<float> row, float least, int leasts, double sum)
    {
        if (least == 0 && Math.Abs(sum - 1) <= SumTolerance)
        {
            var next = float.PositiveInfinity;
            foreach (var value in row)
                next = value > 0 ? MathF.Min(next, value) : next;
            return next >= LeastBehind && next < TensorPrimitives.Max(row);
        }
        return leasts * Math.Exp(least) >= LeastBehind * ExponentialSum(row);
    }

    /// <summary>In blocks, so that a thousand small numbers keep their digits.</summary>
    static double Sum(ReadOnlySpan<float> row)
    {
        double sum = 0;
        for (; !row.IsEmpty; row = row[Math.Min(64, row.Length)..])
            sum += TensorPrimitives.Sum(row[..Math.Min(64, row.Length)]);
        return sum;
    }

    /// <summary>The largest distance of Σ exp(factor · x) from 1 so far; infinite from the first row on that does not fit.</summary>
    double Worst(double known, bool fits, ReadOnlySpan<float> row, double factor) =>
        !fits || (Rows > 0 && known > SumTolerance)
            ? double.PositiveInfinity
            : Math.Max(Rows > 0 ? known : 0, Math.Abs(ExponentialSum(row, (float)factor) - 1));

    static double ExponentialSum(ReadOnlySpan<float> row, float factor = 1)
    {
        double sum = 0;
        foreach (var value in row)
            sum += MathF.Exp(factor * value);
        return sum;
    }

    static bool IsWhole(ReadOnlySpan<float> row)
    {
        foreach (var value in row)
            if (value != MathF.Round(value))
                return false;
        return true;
    }

    static ulong Hash(ReadOnlySpan<float> row) =>
        System.IO.Hashing.XxHash3.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(row));
}
