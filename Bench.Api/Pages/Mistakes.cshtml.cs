using Bench.Api.Evaluations.Facets;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Mistakes;
using Bench.Api.SavedViews;
using Bench.Metrics.Mistakes;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Pictures that a model gets wrong, and why that may be the label's fault.</summary>
internal sealed class MistakesModel(Boards boards, MistakeFinder finder, SavedSlices slices) : BoardPageModel
{
    public const int PageSize = 48;

    [BindProperty(SupportsGet = true)]
    public Guid? Evaluation { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Against { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    [BindProperty(SupportsGet = true, Name = "show")]
    public string? Wanted { get; set; }

    public string Show => Wanted ?? MistakeKinds.Wrong;

    [BindProperty(SupportsGet = true)]
    public string? Under { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Class { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Severity { get; set; }

    /// <summary>Which kind of mistake, where a kind is shown.</summary>
    [BindProperty(SupportsGet = true)]
    public MistakeKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Predicted { get; set; }

    /// <summary><c>confidence</c>: the most confident first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Order { get; set; }

    /// <summary>A part of a name or an architecture of the models to choose from.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    /// <summary>A property of the images, as on the page of slices.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Set { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Facet { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Value { get; set; }

    /// <summary>A part of the dataset by what its folders say.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Within { get; set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; }

    public IReadOnlyList<BoardSubject> Subjects { get; private set; } = [];

    /// <summary>Slices of the dataset that somebody gave a name.</summary>
    public IReadOnlyList<SavedSlice> Saved { get; private set; } = [];

    /// <summary>Null until an evaluation is chosen.</summary>
    public MistakeList? Found { get; private set; }

    /// <summary>Boards whose models can be chosen.</summary>
    public IReadOnlyList<Board> Choices { get; private set; } = [];

    /// <summary>Link to the beginning of another list over the same images.</summary>
    public string To(string show, string? under = null, string? severity = null, MistakeKind? kind = null) =>
        Request.With(null, ("show", show), ("under", under), ("severity", severity), ("kind", kind?.ToString()), ("from", null));

    /// <summary>Link to the beginning of the same list over a slice's images.</summary>
    public string To(SavedSlice slice) =>
        Request.With(null, ("set", slice.Set), ("facet", slice.Facet), ("value", slice.Value), ("within", slice.Within), ("from", null));

    /// <summary>Link to every model's accuracy by a property of the images.</summary>
    public string AllModels(MistakeList found, string property) =>
        QueryLink.To(
            "/slices",
            ("dataset", found.Subject.Dataset),
            ("labelSet", found.Subject.LabelSet),
            ("set", found.Slices?.Set),
            ("facet", property),
            ("value", Value),
            ("within", Within)
        );

    /// <summary>Whether the list is of a slice's images.</summary>
    public bool IsIn(SavedSlice slice) => (slice.Set, slice.Facet, slice.Value, slice.Within) == (Set, Facet, Value, Within);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Subjects = await boards.SubjectsAsync(cancellationToken);
        if (Evaluation is { } evaluation)
        {
            Found = await finder.FindAsync(
                new MistakeRequest(
                    evaluation,
                    LabelSet,
                    Show,
                    Under,
                    Against,
                    Class,
                    Severity,
                    Kind,
                    Predicted,
                    Order == "confidence",
                    new FacetSlice(Set, Facet, Value, Within)
                ),
                Math.Max(0, From),
                PageSize,
                cancellationToken
            );
            Saved = await slices.OfAsync(Found.Subject.Dataset, cancellationToken);
            return Page();
        }
        var choices = new List<Board>();
        foreach (var subject in Subjects.DistinctBy(subject => subject.DatasetId))
            choices.Add(await boards.GetAsync(subject, cancellationToken));
        Choices = choices;
        return Page();
    }
}
