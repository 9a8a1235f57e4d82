using Bench.Api.Http;
using Bench.Service.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Auth;

/// <param name="Key">Name of the key.</param>
/// <param name="Limits">What it has of each of its limits; empty where it has none.</param>
public sealed record KeyBalances(string Key, IReadOnlyList<Balance> Limits);

internal static class LimitEndpoints
{
    public static RouteGroupBuilder MapLimits(this RouteGroupBuilder api)
    {
        api.MapGet("/limits", Get)
            .WithTags("Keys")
            .RequireAuthorization(AccessServices.Submitter)
            .WithName("GetLimits")
            .WithSummary("What this key has used and may still use")
            .AddEndpointFilter(new EntityTagFilter())
            .Produces(304)
            .ProducesProblem(401)
            .ProducesProblem(403);
        return api;
    }

    static async Task<Ok<KeyBalances>> Get(Ledger ledger, HttpContext http, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.User)!;
        return TypedResults.Ok(new KeyBalances(caller.Name, await ledger.BalancesAsync(caller, cancellationToken)));
    }
}
