using System.ComponentModel;
using Bench.Api.Http;
using Bench.Service.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Audits;

/// <summary>How entries came about: docs/audits.md.</summary>
internal static class AuditsEndpoints
{
    public static RouteGroupBuilder MapAudits(this RouteGroupBuilder api)
    {
        var audits = api.MapGroup("/audits").WithTags("Audits").AddEndpointFilter<EntityTagFilter>();
        audits
            .MapGet("/shared-mistakes", SharedMistakes)
            .WithName("ListSharedMistakes")
            .WithSummary("Entries of a board that share more of their mistakes than chance explains, the closest pair first")
            .WithDescription("For operators, and for readers where the operator has set Bench:Audits:ShowSharedMistakes.")
            .Produces(304)
            .ProducesProblem(403)
            .ProducesProblem(404);
        return api;
    }

    static async Task<Ok<SharedMistakesAnswer>> SharedMistakes(
        [Description("Dataset; the first one when absent."), FromQuery] string? dataset,
        [Description("Label set of the dataset; 'original' when absent."), FromQuery] string? labelSet,
        [Description("Pairs of the answer, 1 to 100; 20 when absent."), FromQuery] int? limit,
        SharedMistakesReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            await reader.ReadAsync(
                dataset,
                labelSet,
                Math.Clamp(limit ?? SharedMistakesReader.UsualPairs, 1, SharedMistakesReader.MostPairs),
                Caller.Of(http.User),
                cancellationToken
            )
        );
}
