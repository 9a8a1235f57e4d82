using System.Globalization;
using System.Threading.RateLimiting;
using Bench.Data;
using Bench.Service.Access;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Auth;

/// <summary>How many changing requests a key may make a minute; without a key, an address. Reading is not limited, and
/// neither are the pieces of an upload, which cost what their bytes cost.</summary>
internal static class WriteLimit
{
    static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddWriteLimit(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
            limiter.OnRejected = async (context, _) => await RefuseAsync(context.HttpContext, context.Lease);
        });
        return services;
    }

    static RateLimitPartition<string> Partition(HttpContext http)
    {
        if (http.Request.Method is "GET" or "HEAD" or "OPTIONS" or "PATCH")
            return RateLimitPartition.GetNoLimiter("");
        var perMinute = http.RequestServices.GetRequiredService<BenchOptions>().WritesPerMinute;
        var who = Caller.Of(http.User)?.KeyId.ToString() ?? http.Connection.RemoteIpAddress?.ToString() ?? "";
        // A bucket that holds a minute's worth and fills by the second: a burst is fine, a flood is not.
        return RateLimitPartition.GetTokenBucketLimiter(
            who,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = Math.Max(1, perMinute / 60),
                ReplenishmentPeriod = perMinute >= 60 ? Refill : Refill * (60.0 / perMinute),
                AutoReplenishment = true,
            }
        );
    }

    static async ValueTask RefuseAsync(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status429TooManyRequests,
            Detail = "There were more changing requests within a minute than a key may make.",
        };
        problem.Extensions["code"] = "rate-limited";
        problem.Extensions["nextStep"] =
            $"Wait {wait} s, as Retry-After says, and try again; the operator may raise Bench:WritesPerMinute.";
        await http
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .TryWriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = problem });
    }
}
