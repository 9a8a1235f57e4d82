namespace Bench.Metrics.Calibration;

/// <summary>How confidences are cut into bins.</summary>
public enum Binning
{
    /// <summary>Equal widths (lo, hi] over [0, 1]; confidence 0 falls in the first bin, 1 in the last.</summary>
    Width,

    /// <summary>Equal counts in ascending order of confidence, ties in input order; counts differ by at most one, the
    /// larger bins first.</summary>
    Mass,
}
