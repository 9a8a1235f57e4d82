using Bench.Api.Http;

namespace Bench.Api.Evaluations;

/// <summary>The group of routes that read what was computed of one evaluation.</summary>
internal static class EvaluationReads
{
    /// <param name="api">Routes of the API.</param>
    /// <param name="tag">Tag of the routes in the contract.</param>
    public static RouteGroupBuilder MapEvaluationReads(this RouteGroupBuilder api, string tag = "Evaluations") =>
        api.MapGroup("/evaluations/{id}")
            .WithTags(tag)
            .AddEndpointFilter(new EntityTagFilter())
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
}
