using System.Text;
using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Service.Access;
using Bench.Service.Attacks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Attacks;

internal static class AttackEndpoints
{
    public static RouteGroupBuilder MapAttacks(this RouteGroupBuilder api)
    {
        var attacks = api.MapGroup("/attacks").WithTags("Attacks").AddEndpointFilter<EntityTagFilter>();
        attacks
            .MapGet("", List)
            .WithName("ListAttacks")
            .WithSummary("Attacks with their results, newest first")
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(404);
        attacks
            .MapGet("/{id:guid}", Get)
            .WithName("GetAttack")
            .WithSummary("An attack: state, robust accuracy at each ε, flags")
            .WithDescription("While it runs the results are of the images that are done.")
            .Produces(304)
            .ProducesProblem(404);
        attacks
            .MapGet("/{id:guid}/images.csv", Csv)
            .WithName("GetAttackedImagesCsv")
            .WithSummary("Every image at every ε: whether it held, smallest margin, queries, as CSV")
            .Produces<string>(200, "text/csv")
            .Produces(304)
            .ProducesProblem(404);
        var submitters = attacks
            .MapGroup("")
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(409);
        submitters
            .MapPost("", Start)
            .AddEndpointFilter<RateLimitHeaders>()
            .WithName("StartAttack")
            .WithSummary("Attacks a model with adversarial images")
            .WithDescription(
                "The same attack that waits, runs or has completed is answered instead of being made twice. It counts as an evaluation "
                    + "of the key. The attack 'smoothing' certifies instead: how far no attack can move an image."
            )
            .WithExample(
                """{ "modelId": "0190a1b2-0000-7000-8000-000000000000", "dataset": "imagenet-val", "epsilons": [0.00392156862745098] }"""
            )
            .ProducesProblem(400)
            .ProducesProblem(422);
        submitters
            .MapPost("/{id:guid}/cancel", Cancel)
            .WithName("CancelAttack")
            .WithSummary("Stops an attack; its submitter or an operator may. The images that are done stay");
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

    static async Task<Accepted<AttackView>> Start(
        AttackRequest request,
        AttackStart start,
        AttackReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var attack = await start.StartAsync(request, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.Accepted($"/api/v1/attacks/{attack.Id}", await reader.ViewAsync(attack.Id, cancellationToken));
    }

    static async Task<Accepted<AttackView>> Cancel(
        Guid id,
        AttackStart start,
        AttackReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        await start.CancelAsync(id, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.Accepted($"/api/v1/attacks/{id}", await reader.ViewAsync(id, cancellationToken));
    }
}
