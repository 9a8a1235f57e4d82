using Bench.Api.Leaderboard;
using Bench.Api.Slices;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Every model of a board by one property of the images; a slice is kept by saving this page as a view.</summary>
internal sealed class SlicesModel(SliceReader slices, Boards boards) : BoardPageModel
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

    public SliceBoard? Board { get; private set; }

    /// <summary>Label sets of the dataset.</summary>
    public IReadOnlyList<string> LabelSets { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Board = await slices.ReadAsync(
            Dataset,
            new SliceQuery
            {
                LabelSet = LabelSet,
                Set = Set,
                Facet = Facet,
                Value = Value,
            },
            cancellationToken
        );
        LabelSets =
        [
            .. (await boards.ViewsAsync(cancellationToken)).Where(view => view.Dataset == Board.Dataset).Select(view => view.LabelSet),
        ];
        return Page();
    }
}
