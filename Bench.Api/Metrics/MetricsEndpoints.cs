using Bench.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Metrics;

internal static class MetricsEndpoints
{
    public static RouteGroupBuilder MapMetrics(this RouteGroupBuilder api)
    {
        var metrics = api.MapGroup("/metrics").WithTags("Metrics");
        metrics
            .MapGet("", List)
            .WithName("ListMetrics")
            .WithSummary("The catalogue: what every number means")
            .Produces(304)
            .ProducesProblem(400)
            .AddEndpointFilter(new EntityTagFilter());
        return api;
    }

    static Ok<Page<MetricDescription>> List([AsParameters] NamedPageRequest page) =>
        TypedResults.Ok(page.Of([.. MetricDirectory.Catalogue], metric => metric.Id));
}
