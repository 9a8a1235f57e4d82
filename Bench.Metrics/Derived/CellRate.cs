using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Derived;

/// <summary>The error of one cell of a corruption tree under resampled pictures: sums over pictures.</summary>
sealed class CellRate(int places)
{
    readonly float[] _wrong = new float[places];
    readonly float[] _used = new float[places];

    public void Add(int place, bool wrong)
    {
        _used[place]++;
        if (wrong)
            _wrong[place]++;
    }

    /// <summary>The error under each resample; NaN under one without a picture, as 0 / 0 is.</summary>
    public Vector512<double> Of(ReadOnlySpan<Vector256<float>> weights) =>
        Vector512.Min(Lanes.Dot(weights, _wrong) / Lanes.Dot(weights, _used), Vector512<double>.One);
}
