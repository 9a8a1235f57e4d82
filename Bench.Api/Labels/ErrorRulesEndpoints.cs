using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Labels;
using Bench.Service.Labels.Registration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Labels;

internal static class ErrorRulesEndpoints
{
    static readonly FormLimits Limits = new(16L << 20, "error-rules-too-large", "file");

    public static RouteGroupBuilder MapErrorRules(this RouteGroupBuilder api)
    {
        var rules = api.MapGroup("/error-rules").WithTags("Label sets");
        rules
            .MapGet("", List)
            .WithName("ListErrorRules")
            .WithSummary("Registered error-rules files, newest first; the newest is used")
            .Produces(304)
            .ProducesProblem(400)
            .AddEndpointFilter(new EntityTagFilter());
        rules
            .MapPost("", Register)
            .WithName("RegisterErrorRules")
            .WithSummary("Registers an error-rules file, by which mistakes are sorted into kinds, and starts rescoring")
            .WithDescription(
                "multipart/form-data with the part 'file' (JSON: superclasses, and classes that are really one) "
                    + "and optionally 'source'."
            )
            .RequireAuthorization(AccessServices.Operator)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(413)
            .ProducesProblem(422)
            .DisableAntiforgery();
        return api;
    }

    static async Task<Ok<Page<ErrorRulesView>>> List([AsParameters] PageRequest page, BenchDb db, CancellationToken cancellationToken)
    {
        var found = await page.Newest(db.ErrorRules.AsNoTracking(), each => each.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of([.. found.Select(View)], each => each.Id));
    }

    static async Task<Created<ErrorRulesView>> Register(
        HttpRequest request,
        FormReceiver forms,
        ErrorRulesRegistration registration,
        CancellationToken cancellationToken
    )
    {
        using var form = await forms.ReceiveAsync(request, Limits, cancellationToken);
        var file = form.RequireFile("the error-rules file");
        return TypedResults.Created(
            "/api/v1/error-rules",
            View(await registration.RunAsync(file, form.Field("source"), cancellationToken))
        );
    }

    static ErrorRulesView View(ErrorRules rules) =>
        new(rules.Id, rules.Source, rules.Hash, rules.Superclasses, rules.CollapsedPairs, rules.CreatedAt);
}
