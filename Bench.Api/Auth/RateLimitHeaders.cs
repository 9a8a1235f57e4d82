using System.Globalization;
using Bench.Service.Access;

namespace Bench.Api.Auth;

/// <summary>Says in the headers of an answer what the key may still use: <c>RateLimit-Policy</c> and <c>RateLimit</c>,
/// as draft-ietf-httpapi-ratelimit-headers-10 has them, for limits that begin again at an instant.</summary>
internal sealed class RateLimitHeaders(IServiceScopeFactory scopes, TimeProvider time) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Caller.Of(http.User) is { } caller)
            // When the answer begins, whatever it is: a refusal by now has rolled back what it asked of the database.
            http.Response.OnStarting(() => WriteAsync(http.Response, caller));
        return next(context);
    }

    async Task WriteAsync(HttpResponse response, Caller caller)
    {
        await using var scope = scopes.CreateAsyncScope();
        var balances = (await scope.ServiceProvider.GetRequiredService<Ledger>().BalancesAsync(caller, response.HttpContext.RequestAborted))
            .Where(balance => balance.ResetAt is not null)
            .ToList();
        if (balances.Count == 0)
            return;
        var now = time.GetUtcNow().UtcDateTime;
        response.Headers["RateLimit-Policy"] = Join(balances, balance => $"q={Whole(balance.Limit)}");
        response.Headers["RateLimit"] = Join(
            balances,
            balance => $"r={Whole(balance.Left)};t={Whole(Math.Ceiling((balance.ResetAt!.Value - now).TotalSeconds))}"
        );
    }

    static string Join(IEnumerable<Balance> balances, Func<Balance, string> parameters) =>
        string.Join(", ", balances.Select(balance => $"\"{balance.Name}\";{parameters(balance)}"));

    static string Whole(double number) => Math.Floor(number).ToString("0", CultureInfo.InvariantCulture);
}
