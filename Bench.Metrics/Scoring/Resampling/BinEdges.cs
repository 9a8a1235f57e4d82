namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Bins as places in confidence order.</summary>
/// <param name="Places">[bins + 1] first place of each bin, and the end of the last.</param>
/// <param name="Scored">Bins whose gap counts; those behind only count as images.</param>
sealed record BinEdges(int[] Places, int Scored);
