using System.Globalization;
using Bench.Api.Evaluations;
using Bench.Api.Evaluations.Analyses;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Metrics.Calibration;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>How the binned calibration errors of one evaluation depend on the number of bins, before and after
/// temperature.</summary>
internal sealed class CalibrationModel(EvaluationReader evaluations, CalibrationReader calibration, Boards boards) : BoardPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    public EvaluationView? Evaluation { get; private set; }

    public CalibrationAnswer? Answer { get; private set; }

    public IReadOnlyList<BoardSubject> Subjects { get; private set; } = [];

    public static IEnumerable<CalibrationStageView> Stages =>
        CalibrationFamilies.Parameters.Stages.Where(stage => stage.Id != CalibrationStage.All);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        Answer = await calibration.ReadAsync(
            id,
            LabelSet,
            Enum.GetValues<CalibrationFamily>(),
            [CalibrationStage.Before, CalibrationStage.After],
            cancellationToken
        );
        Evaluation = await evaluations.ViewAsync(id, cancellationToken);
        Subjects = [.. (await boards.SubjectsAsync(cancellationToken)).Where(view => view.Dataset == Evaluation.Dataset)];
        return Page();
    }

    public int CountOf(CalibrationStage stage) => Answer!.Items.FirstOrDefault(number => number.Stage == stage)?.N ?? 0;

    /// <summary>The number in percent.</summary>
    public string Text(string family, CalibrationStage stage, int bins) =>
        Answer!.Items.FirstOrDefault(number => number.Family == family && number.Stage == stage && number.Bins == bins) is { } number
            ? (100 * number.Value).ToString("0.00", CultureInfo.InvariantCulture)
            : "n/a";
}
