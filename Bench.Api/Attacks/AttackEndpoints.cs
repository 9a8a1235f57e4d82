using System.Text;
using Bench.Api.Http;
using Bench.Api.Inquiries;
using Bench.Data.Attacks;
using Bench.Service.Access;
using Bench.Service.Attacks;
using Bench.Service.Inquiries;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Attacks;

internal static class AttackEndpoints
{
    public static RouteGroupBuilder MapAttacks(this RouteGroupBuilder api)
    {
        var attacks = api.MapInquiries("/attacks", "Attacks");
        attacks
            .MapGet("", List)
            .WithName("ListAttacks")
            .WithSummary("Attacks with their results, newest first")
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(404);
        attacks
            .MapGet("/{id}", Get)
            .Reads("GetAttack")
            .WithSummary("An attack: state, robust accuracy at each ε, flags")
            .WithDescription("While it runs the results are of the images that are done.");
        attacks
            .MapGet("/{id}/images.csv", Csv)
            .Reads("GetAttackedImagesCsv")
            .WithSummary("Every image at every ε: whether it held, smallest margin, queries, as CSV")
            .Produces<string>(200, "text/csv");
        attacks
            .MapGet("/{id}/pictures/{image}", Picture)
            .Reads("GetAttackPicture")
            .WithSummary("An image that misled the model: original, perturbation and result, side by side")
            .Produces<byte[]>(200, "image/png");
        var submitters = attacks.MapSubmitters();
        submitters
            .MapPost("", Start)
            .Starts("StartAttack")
            .WithSummary("Attacks a model with adversarial images")
            .WithDescription(
                "The same attack that waits, runs or has completed is answered instead of being made twice. It counts as an evaluation "
                    + "of the key. The attack 'ordered' seeks the smallest move that puts certain classes first, in a certain order. "
                    + "'smoothing' certifies instead: how far no attack can move an image; 'robust-conformal' makes prediction sets "
                    + "that keep their coverage under attack."
            )
            .WithExample(
                """{ "modelId": "0190a1b2-0000-7000-8000-000000000000", "dataset": "imagenet-val", "epsilons": [0.00392156862745098] }"""
            );
        submitters
            .MapPost("/{id}/cancel", Cancel)
            .WithName("CancelAttack")
            .WithSummary("Cancels an attack and keeps the images that are done; for its submitter and operators");
        return api;
    }

    static async Task<Ok<Page<AttackView>>> List(
        [AsParameters] PageRequest page,
        [FromQuery] Guid? modelId,
        [FromQuery] string? dataset,
        AttackReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ListAsync(page, modelId, dataset, cancellationToken));

    static async Task<Ok<AttackView>> Get(Guid id, AttackReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ViewAsync(id, cancellationToken));

    static async Task<ContentHttpResult> Csv(Guid id, AttackReader reader, CancellationToken cancellationToken) =>
        TypedResults.Text(await reader.CsvAsync(id, cancellationToken), "text/csv", Encoding.UTF8);

    static async Task<FileContentHttpResult> Picture(Guid id, int image, AttackReader reader, CancellationToken cancellationToken) =>
        TypedResults.Bytes(await reader.PictureAsync(id, image, cancellationToken), "image/png");

    static async Task<Accepted<AttackView>> Start(
        AttackRequest request,
        AttackStart start,
        AttackReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var id = await start.StartAsync(request, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.Accepted($"/api/v1/attacks/{id}", await reader.ViewAsync(id, cancellationToken));
    }

    static async Task<Accepted<AttackView>> Cancel(
        Guid id,
        InquiryDesk desk,
        AttackReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        await desk.CancelAsync<Attack>(id, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.Accepted($"/api/v1/attacks/{id}", await reader.ViewAsync(id, cancellationToken));
    }
}
