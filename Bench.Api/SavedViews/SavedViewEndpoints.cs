using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Bench.Service.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.SavedViews;

internal static class SavedViewEndpoints
{
    public static RouteGroupBuilder MapSavedViews(this RouteGroupBuilder api)
    {
        var views = api.MapGroup("/views").WithTags("Saved views");
        views
            .MapGet("", List)
            .WithName("ListSavedViews")
            .WithSummary("Saved views, newest first")
            .AddEndpointFilter(new EntityTagFilter())
            .Produces(304)
            .ProducesProblem(400);
        views
            .MapPost("", Save)
            .WithName("SaveView")
            .WithSummary(
                "Gives a view of the leaderboard, a plot, a comparison, a slice, mistakes or labels in doubt a name and a short link"
            )
            .RequireAuthorization(AccessServices.Submitter)
            .WithExample("""{ "name": "Calibration of small models", "address": "/?metric=ece&maxParameters=10M" }""")
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(422);
        views
            .MapDelete("/{code}", Delete)
            .WithName("DeleteSavedView")
            .WithSummary("Deletes a saved view; for its owner and operators")
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404);
        return api;
    }

    /// <summary>The short links themselves, outside the API.</summary>
    public static void MapShortLinks(this IEndpointRouteBuilder app) => app.MapGet("/v/{code}", Open).ExcludeFromDescription();

    static async Task<RedirectHttpResult> Open(string code, ViewStore views, CancellationToken cancellationToken) =>
        TypedResults.LocalRedirect("~" + (await views.FindAsync(code, cancellationToken)).Address);

    static async Task<Ok<Page<SavedViewAnswer>>> List([AsParameters] PageRequest page, BenchDb db, CancellationToken cancellationToken)
    {
        var found = await page.Newest(db.SavedViews.AsNoTracking(), view => view.Id)
            .Select(view => new
            {
                view.Id,
                Answer = new SavedViewAnswer(
                    view.Code,
                    view.Name,
                    view.Address,
                    "/v/" + view.Code,
                    db.Keys.Where(key => key.Id == view.OwnerKeyId).Select(key => key.Name).FirstOrDefault(),
                    view.CreatedAt
                ),
            })
            .ToListAsync(cancellationToken);
        var part = page.Of(found, pair => pair.Id);
        return TypedResults.Ok(new Page<SavedViewAnswer>([.. part.Items.Select(pair => pair.Answer)], part.Next));
    }

    static async Task<Created<SavedViewAnswer>> Save(
        SaveViewRequest request,
        ViewStore views,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.Of(http.User)!;
        var view = await views.SaveAsync(request, caller, cancellationToken);
        return TypedResults.Created(
            $"/v/{view.Code}",
            new SavedViewAnswer(view.Code, view.Name, view.Address, $"/v/{view.Code}", caller.Name, view.CreatedAt)
        );
    }

    static async Task<NoContent> Delete(string code, ViewStore views, HttpContext http, CancellationToken cancellationToken)
    {
        await views.RemoveAsync(code, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.NoContent();
    }
}
