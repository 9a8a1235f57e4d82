using System.Globalization;
using Bench.Api.Evaluations.Facets;
using Bench.Api.Leaderboard;
using Bench.Api.SavedViews;
using Bench.Api.Slices;
using Bench.Data.Outcomes;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Every model of a board by one property of the images; a slice is kept by saving this page as a
/// view.</summary>
internal sealed class SlicesModel(SliceReader slices, Boards boards, DatasetFacets facets, SavedSlices saved) : BoardPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Dataset { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Set { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Facet { get; set; }

    /// <summary>The value that models are ranked by; by all images when absent.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Value { get; set; }

    /// <summary>A part of the dataset by what its folders say; all of it when absent.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Within { get; set; }

    public SliceBoard? Board { get; private set; }

    /// <summary>Slices of the dataset that somebody gave a name.</summary>
    public IReadOnlyList<SavedSlice> Saved { get; private set; } = [];

    /// <summary>Label sets of the dataset.</summary>
    public IReadOnlyList<string> LabelSets { get; private set; } = [];

    /// <summary>The dataset of whose images nothing is known; null where there are properties, or no dataset at
    /// all.</summary>
    public string? Bare { get; private set; }

    /// <summary>Datasets whose images have properties.</summary>
    public IReadOnlyList<string> Datasets { get; private set; } = [];

    /// <summary>Whether the board is of this slice.</summary>
    public static bool IsOf(SliceBoard board, SavedSlice slice) =>
        (slice.Set ?? board.Set, slice.Facet ?? board.Facet, slice.Value, slice.Within)
        == (board.Set, board.Facet, board.Value, board.Within);

    /// <summary>Link to the board, for a view that is saved of it.</summary>
    public static string Here(SliceBoard board) => QueryLink.To("/slices", [("dataset", board.Dataset), .. Slice(board, board.Value)]);

    /// <summary>Link to an address that answers with the board.</summary>
    public static string There(SliceBoard board, string path) => QueryLink.To(path, Slice(board, board.Value));

    /// <summary>Link to the mistakes behind a cell.</summary>
    public static string Mistakes(SliceBoard board, SliceRow row, string? value) =>
        QueryLink.To("/mistakes", [("evaluation", $"{row.EvaluationId}"), .. Slice(board, value)]);

    /// <summary>What a cell rests on.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="value">The value of its column; null for all images, whose error ratio is no news.</param>
    public static string Title(SliceCell cell, string? value) =>
        Counted.Of(cell.N, "image")
        + (
            cell.ErrorRatio is { } ratio && value is not null
                ? string.Create(CultureInfo.InvariantCulture, $", error ratio {ratio:0.00}")
                : ""
        );

    static (string Name, string? Value)[] Slice(SliceBoard board, string? value) =>
        [("labelSet", board.LabelSet), ("set", board.Set), ("facet", board.Facet), ("value", value), ("within", board.Within)];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        if (subjects.Count == 0)
            return Page();
        var known = new List<string>();
        foreach (var dataset in subjects.DistinctBy(subject => subject.DatasetId))
            if ((await facets.OfAsync(dataset.DatasetId, key: null, cancellationToken)).Any)
                known.Add(dataset.Dataset);
        Datasets = known;
        Dataset ??= known.FirstOrDefault() ?? subjects[0].Dataset;
        if (subjects.Any(subject => subject.Dataset == Dataset) && !known.Contains(Dataset))
        {
            Bare = Dataset;
            return Page();
        }
        Board = await slices.ReadAsync(
            Dataset,
            new SliceQuery
            {
                LabelSet = LabelSet,
                Set = Set,
                Facet = Facet,
                Value = Value,
                Within = Within,
            },
            cancellationToken
        );
        Saved = await saved.OfAsync(Board.Dataset, cancellationToken);
        LabelSets = [.. subjects.Where(subject => subject.Dataset == Board.Dataset).Select(subject => subject.LabelSet)];
        return Page();
    }
}
