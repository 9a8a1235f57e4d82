namespace Bench.Metrics.Scoring;

/// <summary>One or several statistics that can be computed anew under the weights of a resample. Called from several threads at once.</summary>
interface IReplicated
{
    /// <summary>Number of statistics.</summary>
    int Outputs { get; }

    /// <summary>Writes the statistics under these weights; NaN where a resample leaves nothing to compute from.</summary>
    void Replicate(Resample resample, Span<double> values);
}
