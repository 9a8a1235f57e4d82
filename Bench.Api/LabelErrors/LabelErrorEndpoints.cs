using System.ComponentModel;
using Bench.Api.Compare;
using Bench.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.LabelErrors;

/// <summary>Labels that stored predictions dispute, and the effect of wrong labels on models.</summary>
internal static class LabelErrorEndpoints
{
    public static RouteGroupBuilder MapLabelErrors(this RouteGroupBuilder api)
    {
        var reads = api.MapGroup("")
            .WithTags("Label errors")
            .AddEndpointFilter(new EntityTagFilter())
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        reads
            .MapGet("/datasets/{key}/label-errors", Candidates)
            .WithName("ListLabelErrors")
            .WithSummary("Labels that many models dispute, ranked by consensus, with precision and recall against people's reviews")
            .Produces(304);
        reads
            .MapGet("/datasets/{key}/memorisation", Memorisation)
            .WithName("CheckMemorisation")
            .WithSummary("How often each model repeats labels that people found wrong, against peers of like corrected accuracy")
            .Produces(304);
        reads
            .MapGet("/prevalence", Prevalence)
            .WithName("GetPrevalence")
            .WithSummary("Accuracy on corrected labels as mislabelled images grow more common, and where models change order")
            .Produces(304);
        return api;
    }

    static async Task<Ok<LabelErrorPage>> Candidates(
        string key,
        [AsParameters] LabelErrorRequest request,
        LabelErrorQuery query,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await query.RunAsync(key, request, cancellationToken));

    static async Task<Ok<MemorisationAnswer>> Memorisation(
        string key,
        [Description("Corrected label set by which peers are chosen; cleanlab-pruned when absent."), FromQuery] string? labelSet,
        [Description("How far a peer's corrected accuracy may lie away, as a fraction; 0.01 when absent."), FromQuery] double? window,
        MemorisationReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ReadAsync(key, labelSet, window ?? 0.01, cancellationToken));

    static async Task<Ok<PrevalenceAnswer>> Prevalence(
        [Description("Two to six models, or single evaluations of models; repeat the parameter."), FromQuery] Guid[] m,
        [Description("Dataset; the first one when absent."), FromQuery] string? dataset,
        [Description("Corrected label set; cleanlab-pruned when absent."), FromQuery] string? labelSet,
        [
            Description(
                "all (default): any image not found mislabelled may be removed; reviewed: only images whose label people confirmed."
            ),
            FromQuery
        ]
            string? removable,
        [Description("Points of each curve, 2 to 1,001; 101 when absent."), FromQuery] int? points,
        PrevalenceReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ReadAsync(dataset, labelSet, ComparedModels.Check(m), removable, points ?? 101, cancellationToken));
}
