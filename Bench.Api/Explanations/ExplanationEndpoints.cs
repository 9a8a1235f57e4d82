using Bench.Api.Http;
using Bench.Api.Inquiries;
using Bench.Data.Explanations;
using Bench.Service.Access;
using Bench.Service.Explanations;
using Bench.Service.Inquiries;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Bench.Api.Explanations;

internal static class ExplanationEndpoints
{
    public static RouteGroupBuilder MapExplanations(this RouteGroupBuilder api)
    {
        var explanations = api.MapInquiries("/explanations", "Explanations");
        explanations
            .MapGet("", List)
            .WithName("ListExplanations")
            .WithSummary("Explanations with their curves, newest first")
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(404);
        explanations
            .MapGet("/{id}", Get)
            .Reads("GetExplanation")
            .WithSummary("An explanation: state, images, insertion and deletion curves");
        explanations
            .MapGet("/{id}/maps/{image}", Map)
            .Reads("GetExplanationMap")
            .WithSummary("The map of one image over the picture as the model sees it, as PNG")
            .Produces<byte[]>(200, "image/png");
        var submitters = explanations.MapSubmitters();
        submitters
            .MapPost("", Start)
            .Starts("StartExplanations")
            .WithSummary("Shows which parts of an image the answers of one or two models depend on")
            .WithDescription(
                "One explanation for each model. The same one that waits, runs or has completed is answered instead of being made twice. "
                    + "Each counts as an evaluation of the key."
            )
            .WithExample(
                """{ "modelIds": ["0190a1b2-0000-7000-8000-000000000000"], "dataset": "imagenet-val", "image": "17", "method": "rise" }"""
            );
        submitters
            .MapPost("/{id}/cancel", Cancel)
            .WithName("CancelExplanation")
            .WithSummary("Cancels an explanation and deletes what it has made; for its submitter and operators");
        return api;
    }

    static async Task<Ok<Page<ExplanationView>>> List(
        [AsParameters] PageRequest page,
        [FromQuery] Guid? modelId,
        [FromQuery] string? dataset,
        [FromQuery] int? image,
        ExplanationReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ListAsync(page, modelId, dataset, image, cancellationToken));

    static async Task<Ok<ExplanationView>> Get(Guid id, ExplanationReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ViewAsync(id, cancellationToken));

    static async Task<FileContentHttpResult> Map(Guid id, int image, ExplanationReader reader, CancellationToken cancellationToken) =>
        TypedResults.Bytes(
            await reader.MapAsync(id, image, cancellationToken),
            "image/png",
            // What is made once never changes.
            entityTag: new EntityTagHeaderValue($"\"{id:N}-{image}\"")
        );

    static async Task<Accepted<IReadOnlyList<ExplanationView>>> Start(
        ExplanationRequest request,
        ExplanationStart start,
        ExplanationReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var views = new List<ExplanationView>();
        foreach (var id in await start.StartAsync(request, Caller.Of(http.User)!, cancellationToken))
            views.Add(await reader.ViewAsync(id, cancellationToken));
        return TypedResults.Accepted("/api/v1/explanations", (IReadOnlyList<ExplanationView>)views);
    }

    static async Task<Accepted<ExplanationView>> Cancel(
        Guid id,
        InquiryDesk desk,
        ExplanationBoxes boxes,
        ExplanationReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        await desk.CancelAsync<Explanation>(id, Caller.Of(http.User)!, cancellationToken);
        await boxes.CollectAsync(id, CancellationToken.None);
        return TypedResults.Accepted($"/api/v1/explanations/{id}", await reader.ViewAsync(id, cancellationToken));
    }
}
