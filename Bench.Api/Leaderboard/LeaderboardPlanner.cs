using Bench.Api.Metrics;
using Bench.Data.Outcomes;
using Bench.Service.Refusals;

namespace Bench.Api.Leaderboard;

/// <summary>Turns a request into a plan: fills in what was left open and refuses names that stand for nothing.</summary>
internal static class LeaderboardPlanner
{
    /// <exception cref="RefusalException">A name is unknown, or there are too many columns.</exception>
    public static LeaderboardPlan Plan(LeaderboardRequest request, BoardViews views)
    {
        var view = View(views, request.Dataset, request.LabelSet);
        var metric = Metric(request.Metric ?? view.Headline);
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
            Views = views,
            View = view,
            Metric = metric,
            Columns = Columns(views, view, request.Columns),
        };
    }

    /// <summary>The view that the names mean; the first dataset and its <c>original</c> label set where they are absent.</summary>
    /// <exception cref="RefusalException">There is no such dataset or label set.</exception>
    public static BoardView View(IReadOnlyList<BoardView> views, string? dataset, string? labelSet)
    {
        var ofDataset = views.Where(view => view.Dataset == (dataset ?? Default(views))).ToList();
        if (views.Count == 0 && dataset is null)
            throw new RefusalException(
                RefusalKind.NotFound,
                "dataset-not-found",
                "There is no board yet: no dataset is ready.",
                "The operator registers the first dataset with POST /api/v1/datasets; GET /api/v1/datasets says how far one is."
            );
        if (ofDataset.Count == 0)
            throw RefusalException.Unknown("dataset", "dataset-not-found", dataset ?? "", views.Select(view => view.Dataset).Distinct());
        var wanted = labelSet is null
            ? ofDataset.Find(view => view.LabelSet == "original") ?? ofDataset[0]
            : ofDataset.Find(view => view.LabelSet == labelSet);
        return wanted
            ?? throw RefusalException.Unknown(
                $"label set of {ofDataset[0].Dataset} named",
                "label-set-not-found",
                labelSet!,
                ofDataset.Select(view => view.LabelSet)
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
                $"'{id}' is found by an attack, an explanation or an audit that somebody asks for; no board has it.",
                "Read it where it was asked for: GET /api/v1/attacks, /explanations or /audits."
            )
        : MetricDirectory.Find(id)
            ?? throw RefusalException.Unknown("metric", "metric-unknown", id, MetricDirectory.All.Select(metric => metric.Id));

    /// <exception cref="RefusalException">A column names something unknown, or there are too many.</exception>
    public static IReadOnlyList<BoardColumnRef> Columns(IReadOnlyList<BoardView> views, BoardView view, string? names)
    {
        var columns = (names ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Select(name => Column(views, view, name))
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
    public static BoardColumnRef Column(IReadOnlyList<BoardView> views, BoardView view, string name) =>
        name.Split(':') switch
        {
            [var metric] => new(name, view, Metric(metric)),
            [var labelSet, var metric] => new(name, View(views, view.Dataset, labelSet), Metric(metric)),
            [var dataset, var labelSet, var metric] => new(name, View(views, dataset, labelSet), Metric(metric)),
            _ => throw new RefusalException(
                RefusalKind.Malformed,
                "column-invalid",
                $"'{name}' is not a column.",
                "Write 'metric', 'labelSet:metric' or 'dataset:labelSet:metric'."
            ),
        };

    static string? Default(IReadOnlyList<BoardView> views) => views.Count == 0 ? null : views[0].Dataset;
}
