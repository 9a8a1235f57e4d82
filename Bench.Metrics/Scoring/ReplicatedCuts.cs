using System.Buffers;

namespace Bench.Metrics.Scoring;

/// <summary>Everything of one calibration view that is made from sums over runs of the confidence order. The sums under a resample are taken once, up to every place
/// at which any of its parts cuts the order.</summary>
/// <remarks>The cuts stay those of the data: a resample moves weights, not edges.</remarks>
sealed class ReplicatedCuts : IReplicated
{
    readonly CalibrationView _view;
    readonly List<(ICutStatistic Statistic, int Output)> _parts = [];
    readonly Lazy<(int[] Cuts, int[][] Places)> _union;

    public ReplicatedCuts(CalibrationView view)
    {
        _view = view;
        _union = new(Union);
    }

    public int[] Order => _view.Order;

    public int Outputs { get; private set; }

    /// <summary>Makes a statistic part of every resample from here on.</summary>
    /// <returns>Where its outputs begin.</returns>
    public int Add(ICutStatistic statistic)
    {
        if (_union.IsValueCreated) throw new InvalidOperationException("a statistic came after the first resample");
        _parts.Add((statistic, Outputs));
        Outputs += statistic.Outputs;
        return _parts[^1].Output;
    }

    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var (cuts, places) = _union.Value;
        var sums = ArrayPool<double>.Shared.Rent(3 * cuts.Length);
        try
        {
            var (gaps, hits, counts) = (sums.AsMemory(0, cuts.Length), sums.AsMemory(cuts.Length, cuts.Length), sums.AsMemory(2 * cuts.Length, cuts.Length));
            SumUpTo(cuts, weights, gaps.Span, hits.Span, counts.Span);
            for (var p = 0; p < _parts.Count; p++)
                _parts[p].Statistic.Replicate(new CutSums(gaps.Span, hits.Span, counts.Span, places[p]), values.Slice(_parts[p].Output, _parts[p].Statistic.Outputs));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
        }
    }

    void SumUpTo(int[] cuts, ReadOnlySpan<float> weights, Span<double> gaps, Span<double> hits, Span<double> counts)
    {
        ReadOnlySpan<float> gap = _view.Gap, hit = _view.Hit, used = _view.Used;
        (gaps[0], hits[0], counts[0]) = (0, 0, 0);
        for (var c = 1; c < cuts.Length; c++)
        {
            // Weights are small whole numbers: sums of hits and counts are exact in any order, and two lanes of gaps keep the adders busy.
            var (even, odd, right, count, i, end) = (0.0, 0.0, 0f, 0f, cuts[c - 1], cuts[c]);
            for (; i + 1 < end; i += 2)
            {
                even += (double)weights[i] * gap[i];
                odd += (double)weights[i + 1] * gap[i + 1];
                right += weights[i] * hit[i] + weights[i + 1] * hit[i + 1];
                count += weights[i] * used[i] + weights[i + 1] * used[i + 1];
            }
            if (i < end)
            {
                even += (double)weights[i] * gap[i];
                right += weights[i] * hit[i];
                count += weights[i] * used[i];
            }
            gaps[c] = gaps[c - 1] + (even + odd);
            hits[c] = hits[c - 1] + right;
            counts[c] = counts[c - 1] + count;
        }
    }

    (int[] Cuts, int[][] Places) Union()
    {
        int[] cuts = [.. _parts.SelectMany(part => part.Statistic.Cuts).Append(0).Append(_view.Gap.Length).Distinct().Order()];
        return (cuts, [.. _parts.Select(part => part.Statistic.Cuts.Select(cut => Array.BinarySearch(cuts, cut)).ToArray())]);
    }
}
