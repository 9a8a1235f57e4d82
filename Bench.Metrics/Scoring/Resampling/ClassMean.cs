namespace Bench.Metrics.Scoring.Resampling;

/// <summary>A mean over classes: names the value and its place among the replicates at once.</summary>
enum ClassMean
{
    Recall,
    Precision,
    F1,
}
