using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Evaluations.Facets;

internal static class FacetEndpoints
{
    public static RouteGroupBuilder MapFacets(this RouteGroupBuilder api)
    {
        var reads = api.MapEvaluationReads();
        reads
            .MapGet("/facets", Get)
            .WithName("GetFacets")
            .WithSummary("Accuracy, calibration and error ratio by properties of the images, with intervals and Holm's correction")
            .Produces(304);
        reads
            .MapGet("/facets.csv", Csv)
            .WithName("GetFacetsCsv")
            .WithSummary("The same as CSV, one value a line")
            .Produces<string>(200, "text/csv")
            .Produces(304);
        return api;
    }

    static async Task<Ok<FacetAnswer>> Get(
        Guid id,
        [AsParameters] FacetQuery query,
        FacetReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ReadAsync(id, query, cancellationToken));

    static async Task<ContentHttpResult> Csv(
        Guid id,
        [AsParameters] FacetQuery query,
        FacetReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Text(FacetCsv.Write(await reader.ReadAsync(id, query, cancellationToken)), "text/csv", Encoding.UTF8);
}

/// <summary>Which facets are wanted.</summary>
public sealed record FacetQuery
{
    [Description("Label set that says what is right; 'original' when absent."), FromQuery(Name = "labelSet")]
    public string? LabelSet { get; init; }

    [Description("Key of a set of facets, 'folders' for what folders say; all of the dataset when absent."), FromQuery(Name = "set")]
    public string? Set { get; init; }

    [
        Description(
            "A part of a corruption tree or of films, such as 'corruption=fog;severity=3' or 'perturbation=tilt'; all when absent."
        ),
        FromQuery(Name = "within")
    ]
    public string? Within { get; init; }
}
