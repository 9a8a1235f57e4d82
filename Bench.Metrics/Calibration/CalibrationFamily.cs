namespace Bench.Metrics.Calibration;

/// <summary>The binned calibration errors that "A Benchmark Study on Calibration" (Tao et al., 2024) sweeps over
/// numbers of bins.</summary>
public enum CalibrationFamily
{
    /// <summary>Expected calibration error of the best class over equal-width bins.</summary>
    Ece,

    /// <summary>The same over bins of equal counts.</summary>
    EceMass,

    /// <summary>Largest gap of an equal-width bin.</summary>
    Mce,

    /// <summary>Mean over all classes of the one-against-rest error over equal-width bins.</summary>
    ClasswiseEce,

    /// <summary>The same over bins of equal counts.</summary>
    ClasswiseEceMass,
}
