using System.ComponentModel;
using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Trail;

internal static class TrailEndpoints
{
    public static RouteGroupBuilder MapTrail(this RouteGroupBuilder api)
    {
        api.MapGet("/audit", List)
            .WithTags("Audit")
            .RequireAuthorization(AccessServices.Operator)
            .WithName("ListAudit")
            .WithSummary("The audit log: requests that change something, newest first")
            .AddEndpointFilter(new EntityTagFilter())
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403);
        return api;
    }

    static async Task<Ok<Page<AuditView>>> List(
        [AsParameters] PageRequest page,
        [Description("Only requests of this key.")] Guid? keyId,
        [Description("Only requests for this operation, for example CreateKey.")] string? action,
        BenchDb db,
        CancellationToken cancellationToken
    )
    {
        var entries = db.Audit.AsNoTracking();
        if (keyId is { } key)
            entries = entries.Where(entry => entry.KeyId == key);
        if (action is { Length: > 0 })
            entries = entries.Where(entry => entry.Action == action);
        var found = await page.Newest(entries, entry => entry.Id)
            .Select(entry => new AuditView(
                entry.Id,
                entry.At,
                entry.KeyId,
                entry.KeyName,
                entry.Address,
                entry.Action,
                entry.Path,
                entry.Made,
                entry.Status,
                entry.Code
            ))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of(found, entry => entry.Id));
    }
}
