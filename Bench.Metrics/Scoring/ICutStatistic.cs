namespace Bench.Metrics.Scoring;

/// <summary>Numbers made from sums over runs of the confidence order. Called from several threads at once.</summary>
interface ICutStatistic
{
    /// <summary>Number of statistics.</summary>
    int Outputs { get; }

    /// <summary>The places among all N images, in confidence order, up to which it wants sums.</summary>
    IReadOnlyList<int> Cuts { get; }

    /// <summary>Writes the statistics of a resample.</summary>
    void Replicate(CutSums sums, Span<double> values);
}
