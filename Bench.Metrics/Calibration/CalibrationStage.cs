namespace Bench.Metrics.Calibration;

/// <summary>Over which images, and at which temperature, a calibration error is measured.</summary>
public enum CalibrationStage
{
    /// <summary>Every used image, as the model is.</summary>
    All,

    /// <summary>The images on which no temperature is fitted, as the model is.</summary>
    Before,

    /// <summary>The same images, all logits divided by the temperature fitted on the others.</summary>
    After,
}
