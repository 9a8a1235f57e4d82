namespace Bench.Metrics.Calibration;

/// <summary>How the gaps of the bins are put together.</summary>
public enum CalibrationNorm
{
    /// <summary>Mean gap weighted by bin counts: ECE.</summary>
    L1,

    /// <summary>Root of the mean squared gap weighted by bin counts: RMSCE.</summary>
    L2,

    /// <summary>Largest gap of a bin that is not empty: MCE.</summary>
    Max,
}
