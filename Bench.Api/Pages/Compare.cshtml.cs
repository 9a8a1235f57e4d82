using Bench.Api.Compare;
using Bench.Api.Leaderboard;
using Bench.Metrics.Comparison;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Two to six models, pair by pair.</summary>
internal sealed class CompareModel(Boards boards, ModelComparison comparison) : BoardPageModel
{
    const int Most = 6;

    [BindProperty(SupportsGet = true, Name = "m")]
    public Guid[] Chosen { get; set; } = [];

    [BindProperty(SupportsGet = true)]
    public string? Dataset { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    /// <summary>Null until two models are chosen.</summary>
    public BoardView? View { get; private set; }

    public IReadOnlyList<BoardView> Views { get; private set; } = [];

    public IReadOnlyList<ComparedOutcomes> Models { get; private set; } = [];

    /// <summary>Every pair, the earlier chosen model first, with p-values corrected by Holm over the pairs.</summary>
    public IReadOnlyList<ComparedPair> Pairs { get; private set; } = [];

    /// <summary>Whether all are equally often right; null for two, where the pair says it.</summary>
    public CochranQResult? Together { get; private set; }

    /// <summary>Models to choose from.</summary>
    public IReadOnlyList<BoardEntry> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!ModelState.IsValid) throw Unreadable();
            Views = await boards.ViewsAsync(cancellationToken);
            if (Views.Count == 0) return Page();
            var chosen = Chosen.Distinct().ToList();
            if (chosen.Count > Most) throw new ReadProblem(400, new("too-many-models", $"{chosen.Count} models were ticked; {Most} is the most that one page compares.", "Tick fewer."));
            if (chosen.Count < 2)
            {
                Choices = (await boards.GetAsync(LeaderboardPlanner.View(Views, Dataset, LabelSet), cancellationToken)).Entries;
                return Page();
            }
            (View, Models) = await comparison.LoadAsync(Dataset, LabelSet, chosen, cancellationToken);
            Pairs = ComparedPair.All(Models);
            if (Models.Count > 2) Together = CochranQ.Test([.. Models.Select(model => model.Outcomes)]);
            return Page();
        }
        catch (ReadProblem problem)
        {
            return Refuse(problem);
        }
    }
}
