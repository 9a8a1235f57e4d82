using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Labels;
using Bench.Service.Labels.Registration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Labels;

internal static class HierarchyEndpoints
{
    static readonly FormLimits Limits = new(64L << 20, "hierarchy-too-large", "file");

    public static RouteGroupBuilder MapHierarchies(this RouteGroupBuilder api)
    {
        var hierarchies = api.MapGroup("/hierarchies").WithTags("Label sets");
        hierarchies
            .MapGet("", List)
            .WithName("ListHierarchies")
            .WithSummary("Registered is-a files, newest first; the newest one that fits a dataset is used for it")
            .Produces(304)
            .ProducesProblem(400)
            .AddEndpointFilter(new EntityTagFilter());
        hierarchies
            .MapPost("", Register)
            .WithName("RegisterHierarchy")
            .WithSummary("Registers an is-a file for the severity of mistakes and starts rescoring")
            .WithDescription(
                "multipart/form-data with the part 'file' (one 'parent child' pair of class ids a line, or one "
                    + "'class class height' of published distances) and optionally 'source'."
            )
            .RequireAuthorization(AccessServices.Operator)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(413)
            .ProducesProblem(422)
            .DisableAntiforgery();
        hierarchies
            .MapDelete("/{id}", Remove)
            .WithName("RemoveHierarchy")
            .WithSummary("Removes an is-a file and starts rescoring: the newest remaining one that fits is used")
            .RequireAuthorization(AccessServices.Operator)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404);
        return api;
    }

    static async Task<Ok<Page<HierarchyView>>> List([AsParameters] PageRequest page, BenchDb db, CancellationToken cancellationToken)
    {
        var found = await page.Newest(db.Hierarchies.AsNoTracking(), hierarchy => hierarchy.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of([.. found.Select(View)], hierarchy => hierarchy.Id));
    }

    static async Task<Created<HierarchyView>> Register(
        HttpRequest request,
        FormReceiver forms,
        HierarchyRegistration registration,
        CancellationToken cancellationToken
    )
    {
        using var form = await forms.ReceiveAsync(request, Limits, cancellationToken);
        var file = form.RequireFile("the is-a file");
        return TypedResults.Created(
            "/api/v1/hierarchies",
            View(await registration.RunAsync(file, form.Field("source"), cancellationToken))
        );
    }

    static async Task<NoContent> Remove(Guid id, HierarchyRegistration registration, CancellationToken cancellationToken)
    {
        await registration.RemoveAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    static HierarchyView View(Hierarchy hierarchy) =>
        new(hierarchy.Id, hierarchy.Source, hierarchy.Hash, hierarchy.Relations, hierarchy.CreatedAt);
}
