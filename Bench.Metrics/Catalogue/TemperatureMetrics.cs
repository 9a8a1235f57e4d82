using Bench.Metrics.Calibration;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of temperature scaling: the temperature, and every calibration metric before and after on
/// the images it was not fitted on.</summary>
static class TemperatureMetrics
{
    public static IEnumerable<MetricDefinition> All(IEnumerable<MetricDefinition> calibration)
    {
        yield return new()
        {
            Id = "temperature",
            Version = 3,
            Name = "Fitted temperature",
            Family = MetricFamily.Calibration,
            Direction = MetricDirection.None,
            Minimum = TemperatureScaling.Lowest,
            Maximum = TemperatureScaling.Highest,
            Formula =
                "the T that minimises Σ −ln softmax(z / T)_L over the published calibration split; above 1 the model is "
                + "overconfident; sought in 0.01 to 100",
            Source = "Guo et al., 2017",
            Defaults = new Dictionary<string, string> { ["split"] = "20 % by SHA-256 of the image id; copies' is their picture's" },
            Prominence = MetricProminence.Report,
            Content = PredictionContent.Full,
            NeedsCalibrationSplit = true,
            AtBorder = "at the border of 0.01 to 100",
            Measure = inputs =>
                new(inputs.Temperature.Temperature, inputs.Temperature.Fitted.UsedCount())
                {
                    Labels = inputs.Temperature.Fitted,
                    Interval = inputs.Temperature.Interval,
                    WhyUndefined = inputs.Temperature.WhyUndefined,
                },
        };
        foreach (var metric in calibration)
        {
            yield return Held(metric, "before", inputs => inputs.Temperature.Before);
            yield return Held(metric, "after", inputs => inputs.Temperature.After);
        }
    }

    static MetricDefinition Held(MetricDefinition metric, string when, Func<MetricInputs, MetricInputs> held) =>
        metric with
        {
            Id = $"{metric.Id}-{when}-temperature",
            Name = $"{metric.Name}, {when} temperature",
            // What calibration error is left is the answer; the other pairs are there to compare.
            Prominence = metric.Id == "ece" && when == "after" ? MetricProminence.Report : MetricProminence.Detail,
            Formula = $"{metric.Formula}; {when} dividing the logits by the fitted temperature, on the images that it was not fitted on",
            Content = PredictionContent.Full,
            NeedsCalibrationSplit = true,
            Measure = inputs =>
                double.IsNaN(inputs.Temperature.Temperature) ? Estimate.Undefined(inputs.Temperature.WhyUndefined, 0)
                : held(inputs).N == 0 ? Estimate.Undefined("needs images outside the calibration split; none is used", 0)
                : metric.Measure(held(inputs)) with { Labels = held(inputs).Labels },
        };
}
