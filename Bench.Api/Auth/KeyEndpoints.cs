using Bench.Api.Http;
using Bench.Data;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
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

    static async Task<Created<CreatedKey>> Create(
        CreateKeyRequest request,
        BenchDb db,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        if (!OneLine.IsName(request.Name, 200))
            errors.Add("name", "1 to 200 printable characters are expected; they tell later whose key it is");
        if (request.ExpiresAt <= time.GetUtcNow())
            errors.Add("expiresAt", "must be a time in the future");
        errors.ThrowIfAny("key-invalid", "The key", "Send a name and one of the roles reader, submitter, operator.");
        var text = KeyText.Create();
        var row = ApiKeys.Row(text, request.Name.Trim(), request.Role, time.GetUtcNow().UtcDateTime, request.ExpiresAt?.UtcDateTime);
        db.Keys.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created(
            $"/api/v1/keys/{row.Id}",
            new CreatedKey(row.Id, row.Name, row.Role, text, row.CreatedAt, row.ExpiresAt, row.PreviousUntil)
        );
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
        KeyRotation rotation,
        HttpContext http,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await rotation.RotateAsync(id, request, Caller.Of(http.User)!, cancellationToken));

    static async Task<NoContent> Revoke(
        Guid id,
        BenchDb db,
        ApiKeys keys,
        HttpContext http,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (Caller.Of(http.User)!.KeyId == id)
            throw RefusalException.Conflict("key-in-use", "A key cannot revoke itself.", "Revoke it with another operator key.");
        var now = time.GetUtcNow().UtcDateTime;
        var revoked = await db
            .Keys.Where(key => key.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, key => key.RevokedAt ?? now), cancellationToken);
        if (revoked == 0)
            throw KeyRotation.Unknown(id);
        keys.Forget();
        return TypedResults.NoContent();
    }
}
