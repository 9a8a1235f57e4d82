using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>One or several statistics that can be computed again under the weights of resamples. Called from several
/// threads at once.</summary>
interface IReplicated
{
    /// <summary>Number of statistics.</summary>
    int Outputs { get; }

    /// <summary>The order in which it wants the images' weights; null for image order.</summary>
    int[]? Order => null;

    /// <summary>Writes the statistics under <see cref="Lanes.Count"/> resamples, a lane each; NaN where one leaves
    /// nothing to compute from.</summary>
    /// <param name="weights">[N] weights of each image, in <see cref="Order"/>: whole numbers.</param>
    /// <param name="values">[<see cref="Outputs"/>] destination.</param>
    void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values);
}
