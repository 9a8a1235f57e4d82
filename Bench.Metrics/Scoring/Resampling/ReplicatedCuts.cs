using System.Buffers;
using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Everything of one set of calibration inputs that is made from sums over runs of the confidence order. The
/// sums under a resample are taken once, up to every place at which any of its parts cuts the order.</summary>
/// <remarks>The cuts stay those of the data: a resample moves weights, not edges.</remarks>
sealed class ReplicatedCuts : IReplicated
{
    readonly OrderedOutcomes _outcomes;
    readonly List<(ICutStatistic Statistic, int Output)> _parts = [];
    readonly Lazy<(int[] Cuts, int[][] Places)> _union;

    public ReplicatedCuts(OrderedOutcomes outcomes)
    {
        _outcomes = outcomes;
        _union = new(Union);
    }

    public int[] Order => _outcomes.Order;

    public int Outputs { get; private set; }

    /// <summary>Makes a statistic part of every resample from here on.</summary>
    /// <returns>Where its outputs begin.</returns>
    public int Add(ICutStatistic statistic)
    {
        if (_union.IsValueCreated)
            throw new InvalidOperationException("a statistic came after the first resample");
        _parts.Add((statistic, Outputs));
        Outputs += statistic.Outputs;
        return _parts[^1].Output;
    }

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values)
    {
        var (cuts, places) = _union.Value;
        var sums = ArrayPool<Vector512<double>>.Shared.Rent(3 * cuts.Length);
        try
        {
            Span<Vector512<double>> gaps = sums.AsSpan(0, cuts.Length),
                hits = sums.AsSpan(cuts.Length, cuts.Length),
                counts = sums.AsSpan(2 * cuts.Length, cuts.Length);
            SumUpTo(cuts, weights, gaps, hits, counts);
            for (var p = 0; p < _parts.Count; p++)
                _parts[p]
                    .Statistic.Replicate(
                        new CutSums(gaps, hits, counts, places[p]),
                        values.Slice(_parts[p].Output, _parts[p].Statistic.Outputs)
                    );
        }
        finally
        {
            ArrayPool<Vector512<double>>.Shared.Return(sums);
        }
    }

    void SumUpTo(
        int[] cuts,
        ReadOnlySpan<Vector256<float>> weights,
        Span<Vector512<double>> gaps,
        Span<Vector512<double>> hits,
        Span<Vector512<double>> counts
    )
    {
        float[] gap = _outcomes.Gap,
            hit = _outcomes.Hit,
            used = _outcomes.Used;
        var (gapSum, hitSum, countSum) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var c = 0; c < cuts.Length; c++)
        {
            for (var i = c == 0 ? cuts[c] : cuts[c - 1]; i < cuts[c]; )
            {
                var (blockGap, blockHit, blockCount) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
                for (var end = Math.Min(cuts[c], i + Lanes.Block); i < end; i++)
                {
                    var weight = weights[i];
                    blockGap += weight * gap[i];
                    blockHit += weight * hit[i];
                    blockCount += weight * used[i];
                }
                gapSum += Lanes.Widen(blockGap);
                hitSum += Lanes.Widen(blockHit);
                countSum += Lanes.Widen(blockCount);
            }
            (gaps[c], hits[c], counts[c]) = (gapSum, hitSum, countSum);
        }
    }

    (int[] Cuts, int[][] Places) Union()
    {
        int[] cuts = [.. _parts.SelectMany(part => part.Statistic.Cuts).Append(0).Append(_outcomes.Gap.Length).Distinct().Order()];
        return (cuts, [.. _parts.Select(part => part.Statistic.Cuts.Select(cut => Array.BinarySearch(cuts, cut)).ToArray())]);
    }
}
