using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Derived;

/// <summary>AUROC, average precisions, areas by trapezoids, both FPR at 95 % TPR and OSCR under resampled weights, in
/// one walk each way over the order of the scores.</summary>
/// <remarks>With every weight 1 it gives what <see cref="Auroc"/>, <see cref="AveragePrecision"/>,
/// <see cref="PrecisionRecallTrapezoid"/>, <see cref="FprAtTpr"/> and <see cref="Oscr"/> give.</remarks>
sealed class ReplicatedOpenSet : IReplicated
{
    public const int Area = 0,
        PrecisionIn = 1,
        PrecisionOut = 2,
        FalsePositives = 3,
        OpenSetRate = 4,
        TrapezoidIn = 5,
        TrapezoidOut = 6,
        Accepted = 7;

    readonly bool[] _unknown;
    readonly bool[] _right;
    readonly int[] _ends;

    /// <param name="known">Strangeness of each in-distribution image.</param>
    /// <param name="right">Whether it is classified right.</param>
    /// <param name="unknown">Strangeness of each out-of-distribution image.</param>
    public ReplicatedOpenSet(float[] known, bool[] right, float[] unknown)
    {
        float[] scores = [.. known, .. unknown];
        Order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        _unknown = [.. Order.Select(i => i >= known.Length)];
        _right = [.. Order.Select(i => i < known.Length && right[i])];
        _ends =
        [
            .. Enumerable
                .Range(1, scores.Length)
                .Where(place => place == scores.Length || scores[Order[place]] != scores[Order[place - 1]]),
        ];
    }

    public int[] Order { get; }

    public int Outputs => 8;

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values) =>
        Lanes.OneByOne(weights, Replicate, values);

    /// <summary>One resample.</summary>
    /// <param name="weights">[N] weight of each image, in <see cref="Order"/>.</param>
    /// <param name="values">[<see cref="Outputs"/>] destination.</param>
    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var groups = new (double Unknown, double Known, double Right)[_ends.Length];
        var (unknown, known, place) = (0.0, 0.0, 0);
        for (var g = 0; g < groups.Length; g++)
        {
            for (; place < _ends[g]; place++)
            {
                if (_unknown[place])
                    groups[g].Unknown += weights[place];
                else
                    groups[g].Known += weights[place];
                if (_right[place])
                    groups[g].Right += weights[place];
            }
            unknown += groups[g].Unknown;
            known += groups[g].Known;
        }
        values.Fill(double.NaN);
        if (unknown == 0 || known == 0)
            return;

        double above = 0,
            passed = 0,
            pairs = 0,
            rightPairs = 0,
            precisionOut = 0;
        var (fpr, accepted) = (double.NaN, double.NaN);
        PrecisionRecallTrapezoid.Walk trapezoidOut = new(),
            trapezoidIn = new();
        foreach (var group in groups)
        {
            pairs += group.Known * (above + group.Unknown / 2);
            rightPairs += group.Right * (above + group.Unknown / 2);
            above += group.Unknown;
            passed += group.Known;
            trapezoidOut.Add(group.Unknown, group.Known);
            if (group.Unknown > 0)
                precisionOut += group.Unknown * above / (above + passed);
            if (double.IsNaN(fpr) && above / unknown >= 0.95)
                fpr = passed / known;
        }
        double below = 0,
            seen = 0,
            precisionIn = 0;
        for (var g = groups.Length - 1; g >= 0; g--)
        {
            below += groups[g].Known;
            seen += groups[g].Known + groups[g].Unknown;
            trapezoidIn.Add(groups[g].Known, groups[g].Unknown);
            if (groups[g].Known > 0)
                precisionIn += groups[g].Known * below / seen;
            if (double.IsNaN(accepted) && below / known >= 0.95)
                accepted = (seen - below) / unknown;
        }
        (values[Area], values[PrecisionIn], values[PrecisionOut]) = (
            pairs / (unknown * known),
            precisionIn / known,
            precisionOut / unknown
        );
        (values[FalsePositives], values[Accepted], values[OpenSetRate]) = (fpr, accepted, rightPairs / (unknown * known));
        (values[TrapezoidIn], values[TrapezoidOut]) = (trapezoidIn.Of(known), trapezoidOut.Of(unknown));
    }
}
