using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Numbers made from sums over runs of the confidence order. Called from several threads at once.</summary>
interface ICutStatistic
{
    /// <summary>Number of statistics.</summary>
    int Outputs { get; }

    /// <summary>The places among all N images, in confidence order, up to which it wants sums.</summary>
    IReadOnlyList<int> Cuts { get; }

    /// <summary>Writes the statistics of <see cref="Lanes.Count"/> resamples.</summary>
    void Replicate(CutSums sums, Span<Vector512<double>> values);
}
