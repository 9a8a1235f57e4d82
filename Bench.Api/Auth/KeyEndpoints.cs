using Bench.Api.Http;
using Bench.Data;
using Bench.Service.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Auth;

internal static class KeyEndpoints
{
    public static RouteGroupBuilder MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys").ProducesProblem(401).ProducesProblem(403);
        keys.MapPost("", Create)
            .RequireAuthorization(AccessServices.Operator)
            .WithName("CreateKey")
            .WithSummary("Creates a key; its text is in this answer and never shown again")
            .ProducesProblem(422)
            .WithExample("""{ "name": "ada", "role": "submitter" }""");
        keys.MapGet("", List)
            .RequireAuthorization(AccessServices.Operator)
            .WithName("ListKeys")
            .WithSummary("All keys, without their texts, newest first")
            .AddEndpointFilter(new EntityTagFilter())
            .Produces(304)
            .ProducesProblem(400);
        keys.MapPost("/{id}/rotate", Rotate)
            .RequireAuthorization(AccessServices.Submitter)
            .WithName("RotateKey")
            .WithSummary("Gives a key a new secret; the previous one stays valid for a while. A submitter's key may rotate itself")
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(422)
            .WithExample("""{ "overlapSeconds": 86400 }""");
        keys.MapDelete("/{id}", Revoke)
            .RequireAuthorization(AccessServices.Operator)
            .WithName("RevokeKey")
            .WithSummary("Revokes a key; its models and evaluations stay")
            .ProducesProblem(404)
            .ProducesProblem(409);
        return api;
    }

    static async Task<Created<CreatedKey>> Create(CreateKeyRequest request, KeyBook book, CancellationToken cancellationToken)
    {
        var key = await book.CreateAsync(request, cancellationToken);
        return TypedResults.Created($"/api/v1/keys/{key.Id}", key);
    }

    static async Task<Ok<Page<KeyView>>> List([AsParameters] PageRequest page, BenchDb db, CancellationToken cancellationToken)
    {
        var found = await page.Newest(db.Keys.AsNoTracking(), key => key.Id)
            .Select(key => new KeyView(
                key.Id,
                key.Name,
                key.Role,
                key.Prefix,
                key.Subject,
                key.CreatedAt,
                key.ExpiresAt,
                key.LastUsedAt,
                key.PreviousUntil,
                key.RevokedAt
            ))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of(found, key => key.Id));
    }

    static async Task<Ok<CreatedKey>> Rotate(
        Guid id,
        RotateKeyRequest request,
        KeyBook book,
        HttpContext http,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await book.RotateAsync(id, request, Caller.Of(http.User)!, cancellationToken));

    static async Task<NoContent> Revoke(Guid id, KeyBook book, HttpContext http, CancellationToken cancellationToken)
    {
        await book.RevokeAsync(id, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.NoContent();
    }
}
