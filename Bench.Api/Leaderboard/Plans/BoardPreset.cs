using Bench.Api.Metrics;
using Bench.Metrics.Catalogue;
using Bench.Service.Labels.Formats;

namespace Bench.Api.Leaderboard.Plans;

/// <summary>A board that has a name: a question, and the columns that answer it. It is nothing but a query string, so it is also the start
/// of a board of one's own.</summary>
/// <param name="Title">The text of its tab.</param>
/// <param name="Subject">Where its ranking comes from.</param>
/// <param name="Metric">What ranks.</param>
/// <param name="Columns">Further columns, as in <see cref="LeaderboardRequest.Columns"/>.</param>
/// <param name="Sort">Order of the rows where it is not the ranking's.</param>
internal sealed record BoardPreset(string Title, BoardSubject Subject, string Metric, IReadOnlyList<string> Columns, string? Sort = null)
{
    const int MostShifts = 8;

    static readonly string[] Calibration = ["ece-mass", "nll", "brier", "ece-after-temperature", "aurc", AccuracyMetrics.Top1];

    /// <summary>The boards that these subjects can fill: no tab leads to a table of n/a.</summary>
    /// <remarks>They are about ImageNet's validation images where the service has them, else about its first dataset.</remarks>
    public static IReadOnlyList<BoardPreset> For(IReadOnlyList<BoardSubject> subjects)
    {
        if (subjects.Count == 0)
            return [];
        var home = LeaderboardPlanner.Subject(
            subjects,
            subjects.FirstOrDefault(subject => subject.Dataset == "imagenet-val")?.Dataset,
            null
        );
        var relabelled = subjects.Where(subject => subject.DatasetId == home.DatasetId && subject != home).ToList();
        var shifted = subjects
            .Where(subject => subject.DatasetId != home.DatasetId && subject.IsShift)
            .GroupBy(subject => subject.DatasetId)
            .Select(same => same.First())
            .Take(MostShifts)
            .ToList();

        var presets = new List<BoardPreset>
        {
            new(
                home.Dataset == "imagenet-val" ? "ImageNet-1k accuracy" : "Accuracy",
                home,
                AccuracyMetrics.Top1,
                ["top5", .. relabelled.Select(Accuracy)]
            ),
        };
        presets.Add(new("Calibration", home, "ece", Known(Calibration)));
        if (shifted.Count > 0)
            presets.Add(new("Robustness", home, AccuracyMetrics.Top1, [.. shifted.Select(Shifted)]));
        presets.Add(new("Efficiency", home, AccuracyMetrics.Top1, ["top5"], "macs"));
        if (relabelled.Count > 0)
            presets.Add(
                new(
                    "Label errors",
                    relabelled[0],
                    AccuracyMetrics.Top1,
                    [$"{LabelFormats.Original}:{AccuracyMetrics.Top1}", .. relabelled.Skip(1).Select(Accuracy)]
                )
            );
        return presets;
    }

    /// <summary>Whether a plan shows this board, whatever it filters.</summary>
    public bool IsShownBy(LeaderboardPlan plan) =>
        plan.Subject == Subject
        && plan.Metric.Id == Metric
        && (plan.Request.Sort ?? Metric) == (Sort ?? Metric)
        && plan.Columns.Select(column => column.Name).SequenceEqual(Columns);

    public (string Name, string? Value)[] Query() =>
        [
            ("dataset", Subject.Dataset),
            ("labelSet", Subject.LabelSet),
            ("metric", Metric),
            ("columns", string.Join(',', Columns)),
            ("sort", Sort),
        ];

    /// <summary>The headline of several acceptable labels is their mean over the original classes; everywhere else it is plain
    /// accuracy.</summary>
    static string Accuracy(BoardSubject subject) =>
        subject.LabelSet == "multilabel" ? "multilabel:multilabel-accuracy" : $"{subject.LabelSet}:{AccuracyMetrics.Top1}";

    /// <summary>Corrupted images are summed up against AlexNet, as everybody reports them.</summary>
    static string Shifted(BoardSubject subject)
    {
        var metric = subject.IsCorruptionTree ? CorruptionMetrics.MeanCorruptionError : subject.Headline;
        return $"{subject.Dataset}:{subject.LabelSet}:{metric}";
    }

    static string[] Known(IEnumerable<string> metrics) => [.. metrics.Where(metric => MetricDirectory.Find(metric) is not null)];
}
