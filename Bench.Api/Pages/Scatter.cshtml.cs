using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Pages.Drawing;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Any two columns against each other, and how alike all columns order the models.</summary>
internal sealed class ScatterModel(Boards boards) : BoardPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Dataset { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    /// <summary>The leaderboard's metric, when the reader came from there.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Metric { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? X { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Y { get; set; }

    /// <summary>The line through the points; chosen by the axes when absent.</summary>
    [BindProperty(SupportsGet = true)]
    public ScatterLine? Line { get; set; }

    /// <summary>Columns of the leaderboard that the reader came from: the heat map takes them in.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Columns { get; set; }

    /// <summary>The property that colours the points; none when absent.</summary>
    [BindProperty(SupportsGet = true, Name = "colour")]
    public string? Colour { get; set; }

    /// <summary>Null when there is nothing to draw yet.</summary>
    public Board? Board { get; private set; }

    /// <summary>Doubts about the labels and models of the boards that the numbers are from.</summary>
    public IReadOnlyList<Check> Checks { get; private set; } = [];

    public ScatterSeries Series { get; private set; } = null!;

    public IReadOnlyList<BoardSubject> Subjects { get; private set; } = [];

    public ScatterAxis XAxis { get; private set; } = null!;

    public ScatterAxis YAxis { get; private set; } = null!;

    /// <summary>The subject of both axes, to follow their names; without what the names say already.</summary>
    public string About { get; private set; } = "";

    /// <summary>Axes to choose from, with their titles.</summary>
    public IReadOnlyList<(string Key, string Title)> Axes { get; private set; } = [];

    public IReadOnlyList<(string Key, string Title)> HeatColumns { get; private set; } = [];

    /// <summary>Kendall's τ-b of every two columns.</summary>
    public Correlation[,] Heat { get; private set; } = new Correlation[0, 0];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } subject)
            return Page();
        Axes =
        [
            .. BoardCosts.All.Select(cost => (cost.Key, cost.Value.Title)),
            .. subject.Offered.Select(metric => (metric.Id, metric.ShortName)),
            .. ColumnChoice.OtherSubjects(Subjects, subject),
        ];
        await CorrelateAsync(subject, cancellationToken);
        return Page();
    }

    /// <summary>The same points for the script, which is why they do not weigh on the page.</summary>
    public async Task<IActionResult> OnGetPointsAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken) is null ? NotFound() : new JsonResult(ScatterChart.Of(Series));

    async Task<BoardSubject?> ReadAsync(CancellationToken cancellationToken)
    {
        Subjects = await boards.SubjectsAsync(cancellationToken);
        if (Subjects.Count == 0)
            return null;
        var subject = LeaderboardPlanner.Subject(Subjects, Dataset, LabelSet);
        Board = await boards.GetAsync(subject, cancellationToken);
        Checks = [.. Board.AllChecks];
        YAxis = await AxisAsync(subject, Y ?? Metric ?? subject.Headline, cancellationToken);
        XAxis = X is null ? await UsualXAsync(subject, cancellationToken) : await AxisAsync(subject, X, cancellationToken);
        NameAxes(subject);
        Series = new ScatterSeries(Board, XAxis, YAxis, Line, EntryColours.Of(Board, Colour));
        return subject;
    }

    /// <summary>The cost of a model, where most have one; entries of predictions alone have none: then calibration, then another board, or
    /// the cost all the same where nothing can be drawn.</summary>
    async Task<ScatterAxis> UsualXAsync(BoardSubject subject, CancellationToken cancellationToken)
    {
        var keys = subject
            .Offered.Where(metric => metric.Id == "ece")
            .Select(metric => metric.Id)
            .Concat(ColumnChoice.OtherSubjects(Subjects, subject).Select(other => other.Key));
        foreach (var key in keys.Prepend("macs").Where(key => key != YAxis.Key))
        {
            var axis = await AxisAsync(subject, key, cancellationToken);
            var both = Enumerable
                .Range(0, Board!.Entries.Count)
                .Count(entry => axis.Cells(entry) is not null && YAxis.Cells(entry) is not null);
            if (both >= 2 && 2 * both >= Board.Entries.Count)
                return axis;
        }
        return await AxisAsync(subject, "macs", cancellationToken);
    }

    async Task<ScatterAxis> AxisAsync(BoardSubject subject, string key, CancellationToken cancellationToken)
    {
        var entries = Board!.Entries;
        if (BoardCosts.All.TryGetValue(key, out var cost))
            return new ScatterAxis(
                key,
                cost.Title,
                entry => cost.Of(entries[entry]) is { } value ? new BoardCell(value, null, null, 0) : null,
                null
            );
        var column = LeaderboardPlanner.Column(Subjects, subject, key);
        var board = await boards.GetAsync(column.Subject, cancellationToken);
        var values = (await board.ColumnsAsync([column.Metric.Id], cancellationToken))[column.Metric.Id];
        Checks = Checks
            .With(board.AllChecks)
            .With(Enumerable.Range(0, entries.Count).SelectMany(entry => board.ContractDoubt(Board, entry).About(entries[entry].Name)));
        return new ScatterAxis(
            key,
            column.Metric.Name,
            entry => board.Find(entries[entry].ModelId) is >= 0 and var there ? values[there] : null,
            column.Metric
        );
    }

    /// <summary>Where one axis is about another board, both say what they are about; else the sentence above the drawing does, for
    /// both.</summary>
    void NameAxes(BoardSubject subject)
    {
        var axes = new[] { XAxis, YAxis };
        var subjects = Array.ConvertAll(axes, axis => axis.IsCost ? null : LeaderboardPlanner.Column(Subjects, subject, axis.Key).Subject);
        var oneDataset = subjects.All(other => other is null || other.DatasetId == subject.DatasetId);
        About = oneDataset ? $", {subject.Dataset}" : "";
        if (subjects.All(other => other is null || other == subject))
            About += $", {subject.LabelSet} labels";
        else
            (XAxis, YAxis) = (Named(XAxis, subjects[0]), Named(YAxis, subjects[1]));

        ScatterAxis Named(ScatterAxis axis, BoardSubject? of) =>
            of is null ? axis : axis with { Title = $"{axis.Title}, {(oneDataset ? "" : $"{of.Dataset}, ")}{of.LabelSet}" };
    }

    async Task CorrelateAsync(BoardSubject subject, CancellationToken cancellationToken)
    {
        List<(string Key, string Title)> columns =
        [
            .. subject.Offered.Select(metric => (metric.Id, metric.ShortName)),
            .. ColumnChoice.OtherSubjects(Subjects, subject).Take(5),
            ("parameters", "Parameters"),
            ("macs", "MACs"),
        ];
        columns.InsertRange(
            subject.Offered.Count,
            LeaderboardPlanner
                .Columns(Subjects, subject, Columns)
                .Where(column => columns.All(known => known.Key != column.Name))
                .Select(column => (column.Name, column.Metric.ShortName))
        );
        var axes = new List<ScatterAxis>();
        foreach (var (key, title) in columns)
            axes.Add(await AxisAsync(subject, key, cancellationToken) with { Title = title });
        axes.RemoveAll(axis => Enumerable.Range(0, Board!.Entries.Count).Count(entry => axis.Cells(entry) is not null) < 2);
        var values = axes.ConvertAll(axis =>
            Enumerable.Range(0, Board!.Entries.Count).Select(entry => axis.Cells(entry)?.Value ?? double.NaN).ToArray()
        );
        HeatColumns = axes.ConvertAll(axis => (axis.Key, axis.Title));
        Heat = new Correlation[axes.Count, axes.Count];
        for (var row = 0; row < axes.Count; row++)
        for (var column = 0; column <= row; column++)
            Heat[row, column] = Heat[column, row] = KendallTau.Compute(values[row], values[column]);
    }
}
