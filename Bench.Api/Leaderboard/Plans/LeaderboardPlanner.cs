using Bench.Api.Metrics;
using Bench.Data.Outcomes;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;

namespace Bench.Api.Leaderboard.Plans;

/// <summary>Turns a request into a plan: fills in what was left open and refuses names that stand for
/// nothing.</summary>
internal static class LeaderboardPlanner
{
    /// <exception cref="RefusalException">A name is unknown, or there are too many columns.</exception>
    public static LeaderboardPlan Plan(LeaderboardRequest request, BoardSubjects subjects)
    {
        var subject = Subject(subjects, request.Dataset, request.LabelSet);
        var metric = Metric(request.Metric ?? subject.Headline);
        if (!metric.Ranks)
            throw new RefusalException(
                RefusalKind.Malformed,
                "metric-does-not-rank",
                $"'{metric.Id}' describes a model; it does not rank.",
                "Ask for it in 'columns', and rank by another metric."
            );
        return new LeaderboardPlan
        {
            Request = request,
            Subjects = subjects,
            Subject = subject,
            Metric = metric,
            Columns = Columns(subjects, subject, request.Columns),
        };
    }

    /// <summary>The subject that the names mean; the first dataset and its <c>original</c> label set where they are
    /// absent.</summary>
    /// <exception cref="RefusalException">There is no such dataset or label set.</exception>
    public static BoardSubject Subject(IReadOnlyList<BoardSubject> subjects, string? dataset, string? labelSet)
    {
        var ofDataset = subjects.Where(subject => subject.Dataset == (dataset ?? Default(subjects))).ToList();
        if (subjects.Count == 0 && dataset is null)
            throw new RefusalException(
                RefusalKind.NotFound,
                "dataset-not-found",
                "There is no board yet: no dataset is ready.",
                "The operator registers the first dataset with POST /api/v1/datasets; GET /api/v1/datasets says how far one is."
            );
        if (ofDataset.Count == 0)
            throw RefusalException.Unknown(
                "dataset",
                "dataset-not-found",
                dataset ?? "",
                subjects.Select(subject => subject.Dataset).Distinct()
            );
        var wanted = labelSet is null
            ? ofDataset.Find(subject => subject.LabelSet == LabelFormats.Original) ?? ofDataset[0]
            : ofDataset.Find(subject => subject.LabelSet == labelSet);
        return wanted
            ?? throw RefusalException.Unknown(
                $"label set of {ofDataset[0].Dataset} named",
                "label-set-not-found",
                labelSet!,
                ofDataset.Select(subject => subject.LabelSet)
            );
    }

    /// <exception cref="RefusalException">There is no such metric, or it is no column of a board.</exception>
    public static MetricDescription Metric(string id) =>
        id == Bench.Metrics.Catalogue.ShiftMetrics.OracleRelative
            ? throw new RefusalException(
                RefusalKind.Malformed,
                "metric-needs-oracle",
                $"'{id}' is measured against a model of the reader's choice.",
                "Read it at GET /api/v1/leaderboard/oracle-relative."
            )
        : MetricDirectory.Find(id) is { Basis: "suite" }
            ? throw new RefusalException(
                RefusalKind.Malformed,
                "metric-needs-suite",
                $"'{id}' takes several datasets or label sets, which a suite names.",
                "Read it on a suite's board: GET /api/v1/suites."
            )
        : MetricDirectory.Catalogue.Any(metric => metric.Id == id && metric.Basis == "request")
            ? throw new RefusalException(
                RefusalKind.Malformed,
                "metric-on-request",
                $"'{id}' is a result of attacks, explanations or audits; no board has it.",
                "Read it where it was asked for: GET /api/v1/attacks, /explanations or /audits."
            )
        : MetricDirectory.Find(id)
            ?? throw RefusalException.Unknown("metric", "metric-unknown", id, MetricDirectory.All.Select(metric => metric.Id));

    /// <exception cref="RefusalException">A column names something unknown, or there are too many.</exception>
    public static IReadOnlyList<BoardColumnRef> Columns(IReadOnlyList<BoardSubject> subjects, BoardSubject subject, string? names)
    {
        var columns = (names ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Select(name => Column(subjects, subject, name))
            .ToList();
        return columns.Count <= LeaderboardPlan.MaxColumns
            ? columns
            : throw new RefusalException(
                RefusalKind.Malformed,
                "too-many-columns",
                $"{Counted.Of(columns.Count, "column was", "columns were")} asked for; {LeaderboardPlan.MaxColumns} is the most.",
                "Ask for fewer at a time."
            );
    }

    /// <exception cref="RefusalException">The column names something unknown.</exception>
    public static BoardColumnRef Column(IReadOnlyList<BoardSubject> subjects, BoardSubject subject, string name) =>
        name.Split(':') switch
        {
            [var metric] => new(name, subject, Metric(metric)),
            [var labelSet, var metric] => new(name, Subject(subjects, subject.Dataset, labelSet), Metric(metric)),
            [var dataset, var labelSet, var metric] => new(name, Subject(subjects, dataset, labelSet), Metric(metric)),
            _ => throw new RefusalException(
                RefusalKind.Malformed,
                "column-invalid",
                $"'{name}' is not a column.",
                "Write 'metric', 'labelSet:metric' or 'dataset:labelSet:metric'."
            ),
        };

    static string? Default(IReadOnlyList<BoardSubject> subjects) => subjects.Count == 0 ? null : subjects[0].Dataset;
}
