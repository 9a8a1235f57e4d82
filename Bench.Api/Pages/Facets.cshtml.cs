using Bench.Api.Evaluations;
using Bench.Api.Evaluations.Facets;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>How one evaluation does by properties of the images.</summary>
internal sealed class FacetsModel(EvaluationReader evaluations, FacetReader reader, Boards boards) : BoardPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Set { get; set; }

    /// <summary>A part of a corruption tree or of films.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Within { get; set; }

    public EvaluationView? Evaluation { get; private set; }

    public FacetAnswer? Found { get; private set; }

    public IReadOnlyList<BoardSubject> Subjects { get; private set; } = [];

    /// <exception cref="RefusalException">There is no such evaluation, label set or set of facets.</exception>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var query = new FacetQuery
        {
            LabelSet = LabelSet,
            Set = Set,
            Within = Within,
        };
        Found = await reader.ReadAsync(id, query, cancellationToken);
        Evaluation = await evaluations.ViewAsync(id, cancellationToken);
        Subjects = [.. (await boards.SubjectsAsync(cancellationToken)).Where(view => view.Dataset == Evaluation.Dataset)];
        return Page();
    }

    public static string Range(double? low, double? high, double scale, string format) =>
        low is null || high is null
            ? ""
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{(scale * low.Value).ToString(format, System.Globalization.CultureInfo.InvariantCulture)} – "
                    + $"{(scale * high.Value).ToString(format, System.Globalization.CultureInfo.InvariantCulture)}"
            );
}
