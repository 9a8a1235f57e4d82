using System.ComponentModel;
using Bench.Api.Auth;
using Bench.Api.Http;
using Bench.Api.OpenApi;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Start;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Evaluations;

internal static class EvaluationEndpoints
{
    static readonly EventStream Stream = new(
        new Dictionary<string, Type> { ["state"] = typeof(EvaluationView), ["progress"] = typeof(EvaluationProgress) }
    );

    public static RouteGroupBuilder MapEvaluations(this RouteGroupBuilder api)
    {
        var evaluations = api.MapGroup("/evaluations").WithTags("Evaluations").AddEndpointFilter(new EntityTagFilter());
        evaluations
            .MapGet("", List)
            .WithName("ListEvaluations")
            .WithSummary("Evaluations, newest first")
            .Produces(304)
            .ProducesProblem(400)
            .ProducesProblem(404);
        evaluations
            .MapGet("/{id}", Get)
            .WithName("GetEvaluation")
            .WithSummary("An evaluation: state, progress, error, scores")
            .WithDescription("With 'Prefer: wait=30' the answer comes when it has ended, or after that many seconds.")
            .Produces(304)
            .ProducesProblem(404);
        evaluations
            .MapGet("/{id}/events", Events)
            .WithName("WatchEvaluation")
            .WithSummary("Server-Sent Events of state and progress until the evaluation ends")
            .WithDescription(
                "'state' carries the evaluation, 'progress' its progress alone; ids are revisions, and 'Last-Event-ID' resumes after one."
            )
            .WithMetadata(Stream)
            .Produces<string>(200, "text/event-stream")
            .ProducesProblem(404);
        evaluations
            .MapGet("/{id}/scores", Scores)
            .WithName("GetEvaluationScores")
            .WithSummary("Its scores, and the reasons for metrics that it cannot have")
            .Produces(304)
            .ProducesProblem(404);
        api.MapGet("/evaluations/{id}/predictions", Predictions)
            .WithTags("Evaluations")
            .WithName("DownloadPredictions")
            .WithSummary("The stored predictions as .npz for numpy.load; range requests are supported")
            .Produces<Stream>(200, "application/zip")
            .ProducesProblem(404)
            .ProducesProblem(409);
        var submitters = evaluations
            .MapGroup("")
            .RequireAuthorization(AccessServices.Submitter)
            .ProducesProblem(401)
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(409);
        submitters
            .MapPost("", Start)
            .AddEndpointFilter<RateLimitHeaders>()
            .WithName("StartEvaluations")
            .WithSummary("Evaluates a model on datasets")
            .WithDescription(
                "An evaluation of the same model, dataset and preprocessing that runs or has completed is answered instead of "
                    + "being run twice. With 'stopWhen' images are run in a random order until the question is decided: the evaluation is "
                    + "then 'partial', has a decision and is on no board. 'Idempotency-Key' makes repeating safe."
            )
            .WithExample("""{ "modelId": "0190a1b2-0000-7000-8000-000000000000", "datasets": ["imagenet-val"] }""")
            .Produces<Page<EvaluationView>>(202)
            .ProducesProblem(400)
            .ProducesProblem(422);
        submitters
            .MapPost("/predictions", PredictionsEndpoint.Submit)
            .AddEndpointFilter<RateLimitHeaders>()
            .WithName("SubmitPredictions")
            .WithSummary("Submits predictions made elsewhere; scored the same way and marked unverified")
            .WithDescription("multipart/form-data: 'file', 'manifest' (JSON), and 'order' where the file does not name its images.")
            .Accepts<PredictionsForm>("multipart/form-data")
            .ProducesProblem(400)
            .ProducesProblem(413)
            .ProducesProblem(415)
            .ProducesProblem(422)
            .DisableAntiforgery();
        submitters
            .MapPost("/{id}/cancel", Cancel)
            .WithName("CancelEvaluation")
            .WithSummary("Cancels an evaluation; for its submitter and operators");
        submitters
            .MapPost("/{id}/retry", Retry)
            .AddEndpointFilter<RateLimitHeaders>()
            .WithName("RetryEvaluation")
            .WithSummary("Runs a failed or cancelled evaluation again; for its submitter and operators");
        return api;
    }

    static async Task<ContentHttpResult> Start(
        StartEvaluationsRequest request,
        [
            FromHeader(Name = "Idempotency-Key"),
            Description("Repeating a request under the same key gives the first answer and changes nothing; kept for 24 hours.")
        ]
            string? idempotencyKey,
        AnsweredStart start,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var answer = await start.StartAsync(request, Caller.Of(http.User)!, idempotencyKey, cancellationToken);
        return TypedResults.Text(answer, "application/json", statusCode: StatusCodes.Status202Accepted);
    }

    static async Task<PhysicalFileHttpResult> Predictions(
        Guid id,
        EvaluationReader reader,
        IBlobStore blobs,
        CancellationToken cancellationToken
    )
    {
        var evaluation = await reader.FindAsync(id, cancellationToken);
        if (evaluation.State == EvaluationState.Partial)
            ScoredEvaluations.RequireCompleted(evaluation);
        if (evaluation is { State: EvaluationState.Completed, PredictionsBlob: null })
            throw ScoredEvaluations.NotStored();
        if (evaluation is not { State: EvaluationState.Completed, PredictionsBlob: { } blob })
            throw RefusalException.Conflict(
                "evaluation-not-completed",
                $"The evaluation is {evaluation.State.ToString().ToLowerInvariant()}; its predictions are not there.",
                "Wait until it is completed."
            );
        return TypedResults.PhysicalFile(
            Path.GetFullPath(await blobs.FetchAsync(blob, cancellationToken)),
            "application/zip",
            $"{id:N}.npz",
            enableRangeProcessing: true
        );
    }

    static async Task<Ok<Page<EvaluationSummary>>> List(
        [AsParameters] PageRequest page,
        [FromQuery] Guid? modelId,
        [FromQuery] string? dataset,
        [FromQuery] EvaluationState? state,
        BenchDb db,
        CancellationToken cancellationToken
    )
    {
        var evaluations = db.Evaluations.AsNoTracking();
        if (modelId is { } model)
            evaluations = evaluations.Where(evaluation => evaluation.ModelId == model);
        if (state is { } wanted)
            evaluations = evaluations.Where(evaluation => evaluation.State == wanted);
        if (dataset is not null)
        {
            var datasetId = (await db.FindDatasetAsync(dataset, cancellationToken)).Id;
            evaluations = evaluations.Where(evaluation => evaluation.DatasetId == datasetId);
        }
        var found = await page.Newest(evaluations, evaluation => evaluation.Id)
            .Select(evaluation => new EvaluationSummary(
                evaluation.Id,
                evaluation.ModelId,
                db.Models.Where(candidate => candidate.Id == evaluation.ModelId).Select(candidate => candidate.Name).First(),
                db.Datasets.Where(candidate => candidate.Id == evaluation.DatasetId).Select(candidate => candidate.Key).First(),
                evaluation.State,
                evaluation.Verified,
                evaluation.Done,
                evaluation.Total,
                evaluation.Failure,
                evaluation.CreatedAt,
                evaluation.FinishedAt
            ))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Of(found, evaluation => evaluation.Id));
    }

    static async Task<Ok<EvaluationView>> Get(
        Guid id,
        [FromHeader(Name = "Prefer"), Description("'wait=30' answers when it has ended, or after that many seconds.")] string? prefer,
        EvaluationReader reader,
        EvaluationWatch watch,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (WaitPreference.Parse(prefer) is { } wait)
        {
            http.Response.Headers["Preference-Applied"] = $"wait={wait.TotalSeconds:0}";
            await watch.UntilFinalAsync(id, Caller.Of(http.User), wait, cancellationToken);
        }
        var scored = await reader.ViewAsync(id, cancellationToken);
        if (!scored.State.IsFinal())
            http.Response.Headers.RetryAfter = "1";
        return TypedResults.Ok(scored);
    }

    static async Task<EvaluationEvents> Events(
        Guid id,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        EvaluationReader reader,
        EvaluationWatch watch,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        // Refused before the stream begins, where an answer can still be a problem.
        var evaluation = await reader.FindAsync(id, cancellationToken);
        return new EvaluationEvents(watch, evaluation, Caller.Of(http.User), lastEventId);
    }

    static async Task<Ok<EvaluationScores>> Scores(
        Guid id,
        [FromQuery] string? labelSet,
        BenchDb db,
        EvaluationReader reader,
        CancellationToken cancellationToken
    )
    {
        var evaluation = await reader.FindAsync(id, cancellationToken);
        if (
            labelSet is not null
            && !await db.LabelSets.AnyAsync(set => set.DatasetId == evaluation.DatasetId && set.Key == labelSet, cancellationToken)
        )
            throw RefusalException.NotFound(
                "label set",
                "label-set-not-found",
                labelSet,
                "List the label sets of the dataset with GET /api/v1/label-sets?dataset=…."
            );
        return TypedResults.Ok(await reader.ScoresAsync(id, labelSet, cancellationToken));
    }

    static async Task<Accepted<EvaluationView>> Cancel(
        Guid id,
        EvaluationControl control,
        EvaluationReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        await control.CancelAsync(id, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.Accepted($"/api/v1/evaluations/{id}", await reader.ViewAsync(id, cancellationToken));
    }

    static async Task<Accepted<EvaluationView>> Retry(
        Guid id,
        EvaluationControl control,
        EvaluationReader reader,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        await control.RetryAsync(id, Caller.Of(http.User)!, cancellationToken);
        return TypedResults.Accepted($"/api/v1/evaluations/{id}", await reader.ViewAsync(id, cancellationToken));
    }
}
