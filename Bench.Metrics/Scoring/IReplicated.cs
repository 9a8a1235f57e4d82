namespace Bench.Metrics.Scoring;

/// <summary>One or several statistics that can be computed anew under the weights of a resample. Called from several threads at once.</summary>
interface IReplicated
{
    /// <summary>Number of statistics.</summary>
    int Outputs { get; }

    /// <summary>The order in which it wants the images' weights; null for image order.</summary>
    int[]? Order => null;

    /// <summary>Writes the statistics under these weights; NaN where a resample leaves nothing to compute from.</summary>
    /// <param name="weights">[N] weight of each image, in <see cref="Order"/>.</param>
    /// <param name="values">[<see cref="Outputs"/>] destination.</param>
    void Replicate(ReadOnlySpan<float> weights, Span<double> values);
}
