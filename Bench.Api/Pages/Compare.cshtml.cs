using Bench.Api.Compare;
using Bench.Api.LabelErrors;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Two to six models, pair by pair.</summary>
internal sealed class CompareModel(Boards boards, ModelComparison comparison, PrevalenceReader prevalences, OrderChangeReader orders)
    : BoardPageModel
{
    const int CurvePoints = 61;

    /// <summary>A list that is longer than this has a search in front.</summary>
    public const int ManyModels = 24;

    public const string AboutKappa =
        "Error consistency: Cohen's kappa of right and wrong. 1: the two err on the same images; "
        + "0: they agree as often as expected by chance";

    [BindProperty(SupportsGet = true, Name = "m")]
    public Guid[] Chosen { get; set; } = [];

    [BindProperty(SupportsGet = true)]
    public string? Dataset { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    /// <summary>A part of a name or an architecture of the models to choose from.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    /// <summary>Whether the choice goes on, however many are ticked.</summary>
    [BindProperty(SupportsGet = true, Name = "find")]
    public bool IsChoosing { get; set; }

    /// <summary>Null until two models are chosen.</summary>
    public BoardSubject? Subject { get; private set; }

    /// <summary>Doubts about the labels that all numbers rest on.</summary>
    public IReadOnlyList<Check> Checks { get; private set; } = [];

    public IReadOnlyList<BoardSubject> Subjects { get; private set; } = [];

    /// <summary>Datasets to choose from: those over which all models have been evaluated, or, before any are chosen,
    /// all.</summary>
    public IReadOnlyList<string> Datasets { get; private set; } = [];

    public IReadOnlyList<ComparedOutcomes> Models { get; private set; } = [];

    /// <summary>Every pair, the earlier chosen model first, with p-values corrected by Holm over the pairs.</summary>
    public IReadOnlyList<ComparedPair> Pairs { get; private set; } = [];

    /// <summary>Whether all are equally often right; null for two, where the pair says it.</summary>
    public CochranQResult? Together { get; private set; }

    /// <summary>How they fare as mislabelled images grow common; null where nobody has reviewed the labels, or a model
    /// was not scored under the corrected ones.</summary>
    public PrevalenceAnswer? Prevalence { get; private set; }

    /// <summary>Pairs of them that change order under another label set of the dataset, by its key.</summary>
    public IReadOnlyList<(string LabelSet, OrderChangeView Change)> Changes { get; private set; } = [];

    /// <summary>How many models the board has.</summary>
    public int OnBoard { get; private set; }

    /// <summary>Models to choose from: those that fit the search, the ticked ones in front.</summary>
    public IReadOnlyList<BoardEntry> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Subjects = await boards.SubjectsAsync(cancellationToken);
        if (Subjects.Count == 0)
            return Page();
        var chosen = Chosen.Distinct().ToList();
        if (chosen.Count < ComparedModels.Fewest || IsChoosing)
        {
            var shown = LeaderboardPlanner.Subject(Subjects, Dataset, LabelSet);
            (Dataset, Datasets) = (shown.Dataset, [.. Subjects.Select(subject => subject.Dataset).Distinct()]);
            var entries = (await boards.GetAsync(shown, cancellationToken)).Entries;
            OnBoard = entries.Count;
            Choices =
            [
                .. entries.Where(entry => chosen.Contains(entry.ModelId)),
                .. entries.Where(entry => !chosen.Contains(entry.ModelId) && entry.IsNamed(Search)),
            ];
            return Page();
        }
        (var board, Models) = await comparison.LoadAsync(Dataset, LabelSet, ComparedModels.Check(chosen), cancellationToken);
        (Subject, Checks) = (board.Subject, board.Checks);
        Datasets = await comparison
            .SharedDatasetsAsync(Subjects, [.. Models.Select(model => model.Entry.ModelId)], cancellationToken)
            .ToListAsync(cancellationToken);
        Pairs = ComparedPair.All(Models);
        if (Models.Count > 2)
            Together = CochranQ.Test([.. Models.Select(model => model.Outcomes)]);
        Prevalence = await PrevalenceAsync(Subject, chosen, cancellationToken);
        Changes = await ChangesAsync(Subject, [.. Models.Select(model => model.Entry.ModelId)], cancellationToken);
        return Page();
    }

    /// <summary>The same models over another dataset; evaluations of one model under two contracts have no such
    /// address.</summary>
    public string? Over(string dataset) =>
        Models.DistinctBy(model => model.Entry.ModelId).Count() < Models.Count
            ? null
            : QueryLink.To("/compare", [.. Models.Select(model => ("m", (string?)$"{model.Entry.ModelId}")), ("dataset", dataset)]);

    /// <summary>The pair of two models, whichever is first.</summary>
    public ComparedPair Pair(ComparedOutcomes one, ComparedOutcomes other) =>
        Pairs.First(pair => (pair.First, pair.Second) == (one, other) || (pair.First, pair.Second) == (other, one));

    async Task<PrevalenceAnswer?> PrevalenceAsync(BoardSubject subject, IReadOnlyList<Guid> chosen, CancellationToken cancellationToken)
    {
        try
        {
            return
                await prevalences.ReadAsync(subject.Dataset, null, chosen, null, CurvePoints, cancellationToken)
                    is { Mislabelled: > 0 } found
                ? found
                : null;
        }
        catch (RefusalException)
        {
            // The rest of the page does not need it.
            return null;
        }
    }

    async Task<IReadOnlyList<(string, OrderChangeView)>> ChangesAsync(
        BoardSubject subject,
        IReadOnlyList<Guid> models,
        CancellationToken cancellationToken
    )
    {
        var changes = new List<(string, OrderChangeView)>();
        foreach (var other in Subjects.Where(other => other.DatasetId == subject.DatasetId && other != subject))
            changes.AddRange(
                (
                    await orders.ReadAsync(
                        subject.Dataset,
                        subject.LabelSet,
                        other.LabelSet,
                        models,
                        OrderChangeReader.MostPairs,
                        cancellationToken
                    )
                ).Items.Select(change => (other.LabelSet, change))
            );
        return changes;
    }
}
