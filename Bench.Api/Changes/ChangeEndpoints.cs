using System.Text;
using Bench.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Changes;

internal static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder app) =>
        app.MapGet("/changes.atom", Feed).AddEndpointFilter(new EntityTagFilter()).ExcludeFromDescription();

    static async Task<ContentHttpResult> Feed(ChangeFeed feed, HttpRequest request, CancellationToken cancellationToken) =>
        TypedResults.Text(
            await feed.ReadAsync($"{request.Scheme}://{request.Host}{request.PathBase}", cancellationToken),
            "application/atom+xml",
            Encoding.UTF8
        );
}
