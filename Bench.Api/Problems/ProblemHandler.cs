using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Damages;
using Bench.Data.Outcomes;
using Bench.Service.Damages;
using Bench.Service.Json;
using Bench.Service.Refusals;
using Bench.Service.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Problems;

/// <summary>The one border where exceptions become RFC 9457 answers.</summary>
internal sealed partial class ProblemHandler(IProblemDetailsService problems, TimeProvider time, ILogger<ProblemHandler> log)
    : IExceptionHandler
{
    const string ReadTheDocs = "Compare the request with its description at /swagger.";

    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        var answer = AnswerTo(exception, http.Features.Get<IExceptionHandlerFeature>());
        if (exception is DamageException damage)
            await http.RequestServices.GetRequiredService<BenchDb>().RecordAsync(damage, time.GetUtcNow().UtcDateTime, cancellationToken);
        // What is away or full is told in a line: every request meets it, and its stack says nothing more.
        if (answer.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status507InsufficientStorage)
            log.LogWarning(
                "{Method} {Path}: {Code} ({Reason})",
                http.Request.Method,
                http.Request.Path,
                answer.Failure.Code,
                StorageFault.Reason(exception)
            );
        else if (answer.Status >= 500)
            log.LogError(exception, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
        http.Response.StatusCode = answer.Status;
        if (answer.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status423Locked)
            http.Response.Headers.RetryAfter = "5";
        if (exception is RefusalException { RetryAt: { } retryAt })
            http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling((retryAt - time.GetUtcNow().UtcDateTime).TotalSeconds))
                .ToString("0", CultureInfo.InvariantCulture);
        var problem = new ProblemDetails { Status = answer.Status, Detail = answer.Failure.Message };
        problem.Extensions["code"] = answer.Failure.Code;
        problem.Extensions["nextStep"] = answer.Failure.NextStep;
        if (answer.Errors is not null)
            problem.Extensions["errors"] = answer.Errors;
        return await problems.TryWriteAsync(
            new ProblemDetailsContext
            {
                HttpContext = http,
                ProblemDetails = problem,
                Exception = exception,
            }
        );
    }

    sealed record Answer(int Status, Failure Failure, IReadOnlyDictionary<string, string[]>? Errors = null)
    {
        public Answer(int status, string code, string message, string nextStep)
            : this(status, new Failure(code, message, nextStep)) { }

        public static Answer Of(RefusalException refusal) => new(refusal.Kind.Status(), refusal.Failure, refusal.Errors);
    }

    /// <param name="at">The address at which it was thrown; null where there is none.</param>
    static Answer AnswerTo(Exception exception, IExceptionHandlerFeature? at) =>
        exception switch
        {
            RefusalException refusal => Answer.Of(refusal),
            BadHttpRequestException { InnerException: JsonException json } => Json(
                json,
                at?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType
            ),
            DamageException damage => new(StatusCodes.Status500InternalServerError, damage.Failure),
            _ when StorageFault.IsRefused(exception) => Answer.Of(FreeSpace.RefusedByStore()),
            _ when StorageFault.Is(exception) => Answer.Of(FreeSpace.Refused()),
            BlobStoreAwayException => new(
                StatusCodes.Status503ServiceUnavailable,
                "store-unavailable",
                "The store of models and predictions does not answer at the moment.",
                "Try again in some seconds, as Retry-After says; if it stays, tell the operator."
            ),
            _ when TransientFault.Is(exception) => new(
                StatusCodes.Status503ServiceUnavailable,
                "database-unavailable",
                "The database does not answer at the moment; nothing was changed.",
                "Try again in some seconds, as Retry-After says; if it stays, tell the operator."
            ),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(
                StatusCodes.Status413PayloadTooLarge,
                "request-too-large",
                "The body is larger than this address takes.",
                "Send less, or upload the file in pieces through /api/v1/uploads."
            ),
            // Of a chunk, the one size that the server itself does not refuse.
            IOException { InnerException: OverflowException } => new(
                StatusCodes.Status400BadRequest,
                "request-invalid",
                "The body is malformed: one of its chunks has an invalid size.",
                ReadTheDocs
            ),
            BadHttpRequestException bad when UnreadableId.Of(at, bad.Message) is { } unknown => Answer.Of(unknown),
            BadHttpRequestException bad => new(bad.StatusCode, "request-invalid", BindingProblem.Sentence(bad.Message), ReadTheDocs),
            _ => new(
                StatusCodes.Status500InternalServerError,
                new Failure(
                    "internal-error",
                    "The service had an internal error; your request is not at fault.",
                    "Try again; if it stays, tell the operator the time and the address: the log names the cause."
                )
            ),
        };

    static Answer Json(JsonException error, Type? type)
    {
        if (UnknownField().Match(error.Message) is { Success: true } unknown)
        {
            var field = unknown.Groups["field"].Value;
            return Field(field, $"The field '{field}' is not known here.");
        }
        var path = error.Path?.TrimStart('$', '.') ?? "";
        var place = path.Length > 0 ? $", at '{path}'" : "";
        return Field(path, $"The body is not the JSON that is expected{place}: {JsonFault.Reason(error, type ?? typeof(object))}.");
    }

    static Answer Field(string field, string message) =>
        new(
            StatusCodes.Status400BadRequest,
            new Failure("request-invalid", message, ReadTheDocs),
            field.Length == 0 ? null : new Dictionary<string, string[]> { [field] = [message] }
        );

    [GeneratedRegex("The JSON property '(?<field>[^']*)' could not be mapped")]
    private static partial Regex UnknownField();
}
