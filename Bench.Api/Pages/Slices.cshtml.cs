using Bench.Api.Evaluations.Facets;
using Bench.Api.Leaderboard;
using Bench.Api.SavedViews;
using Bench.Api.Slices;
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
