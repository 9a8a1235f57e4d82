using System.ComponentModel;
using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Data;
using Bench.Service.Access;
using Bench.Service.Suites;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Suites;

internal static class SuiteEndpoints
{
    const string NewestVersion = "The newest when absent.";

    public static RouteGroupBuilder MapSuites(this RouteGroupBuilder api)
    {
        var reads = api.MapGroup("/suites").WithTags("Suites").AddEndpointFilter(new EntityTagFilter());
        reads
            .MapGet("", List)
            .WithName("ListSuites")
            .WithSummary("All suites, by key, in their newest version")
            .Produces(304)
            .ProducesProblem(400);
        var suite = reads.MapGroup("/{key}").ProducesProblem(400).ProducesProblem(404);
        suite
            .MapGet("", Get)
            .WithName("GetSuite")
            .WithSummary("A suite: its members and numbers, and which of its datasets are here")
            .Produces(304);
        suite.MapGet("/board", Board).WithName("GetSuiteBoard").WithSummary("Models ranked by the suite's headline").Produces(304);
        suite
            .MapGet("/board.csv", BoardCsv)
            .WithName("GetSuiteBoardCsv")
            .WithSummary("The same rows as CSV")
            .Produces<string>(200, "text/csv")
            .Produces(304);
        suite
            .MapGet("/models/{id}", Report)
            .WithName("GetSuiteReport")
            .WithSummary("One model over the suite: every number, or why there is none")
            .Produces(304);
        suite
            .MapGet("/models/{id}/report.csv", ReportCsv)
            .WithName("GetSuiteReportCsv")
            .WithSummary("The same numbers as CSV")
            .Produces<string>(200, "text/csv")
            .Produces(304);
        var submitters = api.MapGroup("/suites")
            .WithTags("Suites")
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(409)
            .ProducesProblem(422);
        submitters
            .MapPost("", Add)
            .WithName("AddSuite")
            .WithSummary("Creates a suite, or the next version of one of your own; a version never changes")
            .WithDescription("What the newest version says already is answered with it (200).")
            .WithExample(
                """
                {
                  "key": "wild", "title": "Pictures from elsewhere",
                  "members": [{ "variant": "imagenet-r", "metrics": ["top1"] }, { "variant": "imagenet-sketch", "metrics": ["top1"] }],
                  "headline": { "title": "Mean top-1", "metric": "top1" }
                }
                """
            )
            .Produces<SuiteView>(201);
        submitters
            .MapPost("/{key}/runs", Run)
            .AddEndpointFilter<RateLimitHeaders>()
            .WithName("RunSuite")
            .WithSummary("Starts the evaluations of a model that the suite lacks")
            .WithDescription(
                "What was evaluated or scored before is not run again, and datasets that are not here are named. Asking again is safe: it "
                    + "starts what is missing then."
            )
            .WithExample("""{ "modelId": "0190a1b2-0000-7000-8000-000000000000" }""")
            .Produces<SuiteRunView>(202)
            .ProducesProblem(404);
        return api;
    }

    static async Task<Ok<Page<SuiteSummary>>> List(
        [AsParameters] NamedPageRequest page,
        SuiteRegistry suites,
        BenchDb db,
        CancellationToken cancellationToken
    )
    {
        var (datasets, owners) = (
            await db.Datasets.AsNoTracking().ToListAsync(cancellationToken),
            await OwnersAsync(db, cancellationToken)
        );
        var summaries = (await suites.AllAsync(cancellationToken)).Select(suite => new SuiteSummary(
            suite.Suite.Key,
            suite.Suite.Version,
            suite.Declaration.Title,
            suite.Declaration.Description,
            suite.Declaration.Headline.Title,
            suite.Declaration.Members.Count,
            FoundMember.Of(suite.Declaration, datasets).Count(member => member.Dataset is not null),
            suite.Suite.Declared,
            owners.GetValueOrDefault(suite.Suite.OwnerKeyId ?? Guid.Empty)
        ));
        return TypedResults.Ok(page.Of([.. summaries], suite => suite.Key));
    }

    static async Task<Ok<SuiteView>> Get(
        string key,
        [FromQuery, Description(NewestVersion)] int? version,
        SuiteReader reader,
        SuiteRegistry suites,
        BenchDb db,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await ViewAsync(await reader.ReadAsync(key, version, cancellationToken), suites, db, cancellationToken));

    static async Task<Ok<SuiteBoard>> Board(
        string key,
        [FromQuery, Description(NewestVersion)] int? version,
        SuiteReader suites,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(SuiteViews.Board(await suites.ReadAsync(key, version, cancellationToken)));

    static async Task<ContentHttpResult> BoardCsv(
        string key,
        [FromQuery, Description(NewestVersion)] int? version,
        SuiteReader suites,
        CancellationToken cancellationToken
    ) => Csv(SuiteCsv.Write(SuiteViews.Board(await suites.ReadAsync(key, version, cancellationToken))));

    static async Task<Ok<SuiteReport>> Report(
        string key,
        Guid id,
        [FromQuery, Description(NewestVersion)] int? version,
        SuiteReports reports,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reports.ReadAsync(key, version, id, cancellationToken));

    static async Task<ContentHttpResult> ReportCsv(
        string key,
        Guid id,
        [FromQuery, Description(NewestVersion)] int? version,
        SuiteReports reports,
        CancellationToken cancellationToken
    ) => Csv(SuiteCsv.Write(await reports.ReadAsync(key, version, id, cancellationToken)));

    static async Task<Results<Created<SuiteView>, Ok<SuiteView>>> Add(
        SuiteDeclaration request,
        SuiteRegistry suites,
        SuiteReader reader,
        BenchDb db,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (suite, isNew) = await suites.AddAsync(request, Caller.Of(http.User)!, cancellationToken);
        var view = await ViewAsync(await reader.ReadAsync(suite, cancellationToken), suites, db, cancellationToken);
        return isNew ? TypedResults.Created($"/api/v1/suites/{view.Key}?version={view.Version}", view) : TypedResults.Ok(view);
    }

    static async Task<Accepted<SuiteRunView>> Run(
        string key,
        RunSuiteRequest request,
        SuiteRuns runs,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var run = await runs.RunAsync(key, request.ModelId, request.Preprocessing, Caller.Of(http.User)!, cancellationToken);
        var report = $"/api/v1/suites/{run.Suite.Suite.Key}/models/{run.ModelId}";
        return TypedResults.Accepted(
            report,
            new SuiteRunView(run.Suite.Suite.Key, run.Suite.Suite.Version, run.ModelId, run.Evaluations, run.Missing, report)
        );
    }

    static async Task<SuiteView> ViewAsync(SuiteTable table, SuiteRegistry suites, BenchDb db, CancellationToken cancellationToken)
    {
        var suite = table.Suite.Suite;
        return new SuiteView(
            suite.Key,
            suite.Version,
            await suites.VersionsAsync(suite.Key, cancellationToken),
            suite.Declared,
            suite.OwnerKeyId is { } owner ? (await OwnersAsync(db, cancellationToken)).GetValueOrDefault(owner) : null,
            suite.CreatedAt,
            table.Suite.Declaration,
            [.. table.Members.Select(SuiteViews.Of)]
        );
    }

    static Task<Dictionary<Guid, string>> OwnersAsync(BenchDb db, CancellationToken cancellationToken) =>
        db
            .Keys.Where(key => db.Suites.Any(suite => suite.OwnerKeyId == key.Id))
            .ToDictionaryAsync(key => key.Id, key => key.Name, cancellationToken);

    static ContentHttpResult Csv(string text) => TypedResults.Text(text, "text/csv; charset=utf-8");
}
