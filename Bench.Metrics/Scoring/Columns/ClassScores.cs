namespace Bench.Metrics.Scoring.Columns;

/// <summary>Results of a pass over the columns of a score matrix, for each class under one label set; one slot a
/// class.</summary>
sealed class ClassScores(int classes)
{
    /// <summary>One-vs-rest calibration error over equal-width bins.</summary>
    public double[] WidthError { get; } = new double[classes];

    /// <summary>One-vs-rest calibration error over equal-mass bins.</summary>
    public double[] MassError { get; } = new double[classes];

    /// <summary>Equal-mass calibration error of the probabilities above the threshold; NaN for a class without
    /// one.</summary>
    public double[] ThresholdedError { get; } = new double[classes];

    /// <summary>One-vs-rest area under the ROC curve; NaN for a class without positive or without negative
    /// image.</summary>
    public double[] Auroc { get; } = new double[classes];

    /// <summary>Average precision of the class's ranking of images; NaN for a class without positive image.</summary>
    public double[] AveragePrecision { get; } = new double[classes];

    /// <summary>Mean over the classes for which the number is defined; NaN when it is for none.</summary>
    public static double Mean(double[] values) => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();
}
