using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Derived;

/// <summary>The means over out-of-distribution classes under resampled weights, in one walk each way over the
/// scores.</summary>
/// <remarks>With every weight 1 it gives what <see cref="OodClassMeans"/> gives. A class that a resample leaves no
/// image is no class of it.</remarks>
sealed class ReplicatedOodClasses : IReplicated
{
    public const int Area = 0,
        Accepted = 1;

    const int Known = -1;

    readonly int[] _class;
    readonly int[] _ends;
    readonly int _classes;

    /// <param name="known">Strangeness of each known image.</param>
    /// <param name="unknown">Strangeness of each out-of-distribution image.</param>
    /// <param name="classes">Class of each of these, 0 and up.</param>
    public ReplicatedOodClasses(float[] known, float[] unknown, int[] classes)
    {
        float[] scores = [.. known, .. unknown];
        Order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        _class = [.. Order.Select(i => i < known.Length ? Known : classes[i - known.Length])];
        _ends =
        [
            .. Enumerable
                .Range(1, scores.Length)
                .Where(place => place == scores.Length || scores[Order[place]] != scores[Order[place - 1]]),
        ];
        _classes = classes.Length == 0 ? 0 : classes.Max() + 1;
    }

    public int[] Order { get; }

    public int Outputs => 2;

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values) =>
        Lanes.OneByOne(weights, Replicate, values);

    /// <summary>One resample.</summary>
    /// <param name="weights">[N] weight of each image, in <see cref="Order"/>.</param>
    /// <param name="values">[<see cref="Outputs"/>] destination.</param>
    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var (pairs, accepted, total) = (new double[_classes], new double[_classes], new double[_classes]);
        var known = 0.0;
        for (var place = 0; place < weights.Length; place++)
            if (_class[place] == Known)
                known += weights[place];
            else
                total[_class[place]] += weights[place];
        // From the least strange up: what is known and passed so far decides who is accepted and how many lie below.
        var (below, reached) = (0.0, false);
        for (var group = _ends.Length - 1; group >= 0; group--)
        {
            var (first, end) = (group == 0 ? 0 : _ends[group - 1], _ends[group]);
            var tied = 0.0;
            for (var place = first; place < end; place++)
                if (_class[place] == Known)
                    tied += weights[place];
            for (var place = first; place < end; place++)
                if (_class[place] is >= 0 and var @class)
                {
                    pairs[@class] += weights[place] * (below + tied / 2);
                    if (!reached)
                        accepted[@class] += weights[place];
                }
            below += tied;
            reached |= below / known >= 0.95;
        }
        var (area, share, counted) = (0.0, 0.0, 0);
        for (var @class = 0; @class < _classes; @class++)
        {
            if (total[@class] == 0)
                continue;
            area += pairs[@class] / (total[@class] * known);
            share += accepted[@class] / total[@class];
            counted++;
        }
        var none = counted == 0 || known == 0;
        (values[Area], values[Accepted]) = none ? (double.NaN, double.NaN) : (area / counted, share / counted);
    }
}
