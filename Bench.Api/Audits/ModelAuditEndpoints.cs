using System.ComponentModel;
using Bench.Api.Http;
using Bench.Api.Inquiries;
using Bench.Service.Access;
using Bench.Service.Audits;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Audits;

/// <summary>How entries came about: docs/audits.md.</summary>
internal static class ModelAuditEndpoints
{
    public static RouteGroupBuilder MapModelAudits(this RouteGroupBuilder api)
    {
        var audits = api.MapInquiries("/audits", "Audits");
        audits
            .MapGet("/shared-mistakes", SharedMistakes)
            .WithName("ListSharedMistakes")
            .WithSummary("Entries of a board that share more of their mistakes than chance explains, the closest pair first")
            .WithDescription("For operators, and for readers where the operator has set Bench:Audits:ShowSharedMistakes.")
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(403)
            .ProducesProblem(404);
        audits
            .MapGet("/{id}", Get)
            .Reads("GetAudit")
            .WithSummary("A spot check or a test of ownership: state, request, result")
            .WithDescription("A test of ownership is visible to its requester, to the model's owner and to operators.");
        audits
            .MapGet("/spot-checks", SpotChecksOf)
            .WithName("ListSpotChecks")
            .WithSummary("All spot checks of submitted predictions, newest first")
            .Produces(304);
        audits
            .MapGet("/rows", OpenRow)
            .WithName("OpenRow")
            .WithSummary("One submitted row, with the hashes that lead to the root over all rows")
            .Produces(304)
            .ProducesProblem(404)
            .ProducesProblem(409);
        var submitters = audits.MapSubmitters();
        submitters
            .MapPost("/spot-checks", StartSpotCheck)
            .Starts(SpotChecks.Operation)
            .WithSummary("Makes some rows of submitted predictions again with the uploaded model; it counts as an evaluation")
            .WithExample(
                """{ "evaluationId": "0190a1b2-0000-7000-8000-000000000000", "modelId": "0190a1b2-0000-7000-8000-000000000001" }"""
            );
        submitters
            .MapPost("/ownership", StartOwnership)
            .Accepts<OwnershipForm>("multipart/form-data")
            .Starts(TaggantStart.Operation)
            .WithSummary("Asks a model about a data owner's secret keys, which are wiped afterwards; it counts as an evaluation")
            .ProducesProblem(413);
        return api;
    }

    static async Task<Ok<SharedMistakesAnswer>> SharedMistakes(
        [Description("Dataset; the first one when absent."), FromQuery] string? dataset,
        [Description("Label set of the dataset; 'original' when absent."), FromQuery] string? labelSet,
        [Description("Pairs of the answer, 1 to 100; 20 when absent."), FromQuery] int? limit,
        SharedMistakesReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (limit is < 1 or > SharedMistakesReader.MostPairs)
            throw new RefusalException(
                RefusalKind.Malformed,
                "limit-invalid",
                $"limit is {limit}.",
                $"Ask for 1 to {SharedMistakesReader.MostPairs} pairs."
            );
        return TypedResults.Ok(
            await reader.ReadAsync(dataset, labelSet, limit ?? SharedMistakesReader.UsualPairs, Caller.Of(http.User), cancellationToken)
        );
    }

    static async Task<Ok<ModelAuditView>> Get(Guid id, ModelAuditReader reader, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ViewAsync(id, Caller.Of(http.User), cancellationToken));

    static async Task<Ok<IReadOnlyList<ModelAuditView>>> SpotChecksOf(
        [Description("The submitted predictions."), FromQuery] Guid evaluationId,
        ModelAuditReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.SpotChecksAsync(evaluationId, cancellationToken));

    static async Task<Ok<OpenedRow>> OpenRow(
        [Description("The submitted predictions."), FromQuery] Guid evaluationId,
        [Description("Index of the image, from 0."), FromQuery] int row,
        ModelAuditReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.RowAsync(evaluationId, row, cancellationToken));

    static async Task<Accepted<ModelAuditView>> StartSpotCheck(
        SpotCheckRequest request,
        SpotChecks checks,
        ModelAuditReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.Of(http.User)!;
        var id = await checks.StartAsync(request, caller, cancellationToken);
        return TypedResults.Accepted($"/api/v1/audits/{id}", await reader.ViewAsync(id, caller, cancellationToken));
    }

    static async Task<Accepted<ModelAuditView>> StartOwnership(
        HttpRequest request,
        FormReceiver forms,
        TaggantStart start,
        ModelAuditReader reader,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.Of(request.HttpContext.User)!;
        var (form, wanted, keys) = await TaggantForm.ReceiveAsync(request, forms, cancellationToken);
        using (form)
        {
            var id = await start.StartAsync(wanted, keys, caller, cancellationToken);
            return TypedResults.Accepted($"/api/v1/audits/{id}", await reader.ViewAsync(id, caller, cancellationToken));
        }
    }
}
