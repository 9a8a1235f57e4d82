using Bench.Api.Evaluations;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data.Outcomes;
using Bench.Metrics.Accuracy;
using Bench.Metrics.Statistics;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>How every class fares in one evaluation.</summary>
internal sealed class ClassesModel(EvaluationReader evaluations, ScoredEvaluations scored, Boards boards) : BoardPageModel
{
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["class"] = "Class",
        ["images"] = "Images",
        ["predicted"] = "Predicted",
        ["precision"] = "Precision, %",
        ["recall"] = "Recall, %",
        ["f1"] = "F1, %",
    };

    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    /// <summary>A column; a leading '-' reverses it. The worst recall comes first when absent.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public EvaluationView? Evaluation { get; private set; }

    public IReadOnlyList<BoardSubject> Subjects { get; private set; } = [];

    public IReadOnlyList<(ClassRef Class, ClassScore Score)> Rows { get; private set; } = [];

    public IReadOnlyList<Check> Checks { get; private set; } = [];

    public string Order => Sort ?? "recall";

    /// <summary>Precision, recall and F1, each with its interval.</summary>
    public static (double Value, Interval Interval)[] Shares(ClassScore score) =>
        [(score.Precision, score.PrecisionInterval), (score.Recall, score.RecallInterval), (score.F1, score.F1Interval)];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var view = await scored.LoadAsync(id, LabelSet, cancellationToken);
        Checks = view.Checks;
        Evaluation = await evaluations.ViewAsync(id, cancellationToken);
        Subjects = [.. (await boards.SubjectsAsync(cancellationToken)).Where(other => other.Dataset == Evaluation.Dataset)];
        if (!view.Labels.SingleLabel && view.Labels.OriginalClass.IsEmpty)
            throw new RefusalException(
                RefusalKind.Conflict,
                "class-of-image-missing",
                "This label set gives several labels to an image and no class to file it under.",
                "Choose a label set with one label an image."
            );
        var key = Key(Order.TrimStart('-'));
        var rows = ClassReport
            .Compute(view.Predictions, view.Labels, view.Manifest.Pictures)
            .Where(score => score.Count > 0 || score.Predicted > 0);
        // NaN, the recall of a class without images, comes last whichever way round.
        var sorted = Order.StartsWith('-')
            ? rows.OrderBy(score => double.IsNaN(key(score))).ThenByDescending(key)
            : rows.OrderBy(score => double.IsNaN(key(score))).ThenBy(key);
        Rows = [.. sorted.ThenBy(score => score.Class).Select(score => (view.ClassOf(score.Class), score))];
        return Page();
    }

    static Func<ClassScore, double> Key(string column) =>
        column switch
        {
            "class" => score => score.Class,
            "images" => score => score.Count,
            "predicted" => score => score.Predicted,
            "precision" => score => score.Precision,
            "recall" => score => score.Recall,
            "f1" => score => score.F1,
            _ => throw RefusalException.Unknown("order", "sort-unknown", column, Columns.Keys),
        };
}
