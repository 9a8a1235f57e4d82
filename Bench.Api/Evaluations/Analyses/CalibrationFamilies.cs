using Bench.Api.Metrics;
using Bench.Metrics.Calibration;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Names of the binned calibration errors and of their parameters.</summary>
internal static class CalibrationFamilies
{
    const int ScoredBins = 15;

    static readonly (CalibrationFamily Family, string Id, string Metric)[] All =
    [
        (CalibrationFamily.Ece, "ece", "ece"),
        (CalibrationFamily.EceMass, "ece-mass", "ece-mass"),
        (CalibrationFamily.Mce, "mce", "ece-max"),
        (CalibrationFamily.ClasswiseEce, "classwise-ece", "classwise-ece"),
        (CalibrationFamily.ClasswiseEceMass, "classwise-ece-mass", "classwise-ece-mass"),
    ];

    public static CalibrationParameters Parameters { get; } =
        new(
            [
                .. All.Select(family => new CalibrationFamilyView(
                    family.Id,
                    Name(family.Family),
                    MetricDirectory.Find(family.Metric)!.Formula,
                    family.Metric
                )),
            ],
            CalibrationSweep.Bins,
            [.. Enum.GetValues<CalibrationStage>().Select(stage => new CalibrationStageView(stage, Meaning(stage)))]
        );

    public static string IdOf(CalibrationFamily family) => All.Single(known => known.Family == family).Id;

    /// <exception cref="RefusalException">There is no such family.</exception>
    public static CalibrationFamily Parse(string id) =>
        All.Where(known => known.Id == id).Select(known => (CalibrationFamily?)known.Family).SingleOrDefault()
        ?? throw RefusalException.Unknown("calibration family", "calibration-family-unknown", id, All.Select(known => known.Id));

    /// <exception cref="RefusalException">There is no such stage.</exception>
    public static CalibrationStage ParseStage(string id) =>
        Parameters
            .Stages.Where(stage => string.Equals(stage.Id.ToString(), id, StringComparison.OrdinalIgnoreCase))
            .Select(stage => (CalibrationStage?)stage.Id)
            .SingleOrDefault()
        ?? throw RefusalException.Unknown(
            "stage",
            "calibration-stage-unknown",
            id,
            Parameters.Stages.Select(stage => stage.Id.ToString().ToLowerInvariant())
        );

    /// <summary>The id under which a number is scored; null where it is not.</summary>
    public static string? MetricOf(SweptCalibration number)
    {
        var id =
            All.Single(known => known.Family == number.Family).Metric
            + (number.Bins == ScoredBins ? "" : $"-{number.Bins}")
            + (
                number.Stage switch
                {
                    CalibrationStage.Before => "-before-temperature",
                    CalibrationStage.After => "-after-temperature",
                    _ => "",
                }
            );
        return MetricDirectory.Find(id) is null ? null : id;
    }

    public static string Name(CalibrationFamily family) =>
        family switch
        {
            CalibrationFamily.Ece => "ECE, equal-width bins",
            CalibrationFamily.EceMass => "ECE, equal-mass bins",
            CalibrationFamily.Mce => "MCE",
            CalibrationFamily.ClasswiseEce => "Classwise ECE, equal-width bins",
            _ => "Classwise ECE, equal-mass bins",
        };

    static string Meaning(CalibrationStage stage) =>
        stage switch
        {
            CalibrationStage.All => "all used images, as the model is",
            CalibrationStage.Before => "the 80 % of the images on which no temperature is fitted, as the model is",
            _ => "the same images, all logits divided by the temperature fitted on the published 20 %",
        };
}
