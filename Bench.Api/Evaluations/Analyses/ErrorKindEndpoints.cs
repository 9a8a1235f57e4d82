using System.ComponentModel;
using Bench.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Evaluations.Analyses;

internal static class ErrorKindEndpoints
{
    public static RouteGroupBuilder MapErrorKinds(this RouteGroupBuilder api)
    {
        api.MapGet("/evaluations/{id}/error-kinds", Get)
            .WithTags("Evaluations")
            .WithName("GetErrorKinds")
            .WithSummary("A kind for every mistake: counts, shares with intervals, and how many could not be classified")
            .AddEndpointFilter(new EntityTagFilter())
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        return api;
    }

    static async Task<Ok<ErrorKinds>> Get(
        Guid id,
        [FromQuery, Description("'multilabel' when absent and the dataset has it, else 'original'.")] string? labelSet,
        ErrorKindReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ReadAsync(id, labelSet, cancellationToken));
}
