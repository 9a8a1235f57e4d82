using Microsoft.AspNetCore.WebUtilities;

namespace Bench.Api.Problems;

internal static class ProblemServices
{
    static readonly object CodeItem = new();

    /// <summary>Every refusal, of the framework too, is a problem with a stable code and a next step.</summary>
    public static IServiceCollection AddBenchProblems(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddExceptionHandler<ProblemHandler>();
        // Before the framework's own writer, which leaves a browser without an answer.
        services.AddSingleton<IProblemDetailsWriter, ProblemPage>();
        services.AddProblemDetails(options =>
            options.CustomizeProblemDetails = context =>
            {
                Complete(context.ProblemDetails);
                Remember(context);
            }
        );
        services.AddSingleton<IProblemDetailsWriter, ProblemForAll>();
        return services;
    }

    /// <summary>Code of the refusal that a request was answered with; null where it was none.</summary>
    public static string? CodeOf(HttpContext http) => http.Items[CodeItem] as string;

    /// <summary>Keeps the code for the audit log and the metrics.</summary>
    public static void Remember(ProblemDetailsContext context) =>
        context.HttpContext.Items[CodeItem] = context.ProblemDetails.Extensions["code"];

    /// <summary>Title, code and next step, where the problem has none.</summary>
    public static void Complete(Microsoft.AspNetCore.Mvc.ProblemDetails problem)
    {
        var status = problem.Status ?? StatusCodes.Status500InternalServerError;
        problem.Title = ReasonPhrases.GetReasonPhrase(status);
        var (code, detail, nextStep) = Common(status);
        problem.Detail ??= detail;
        problem.Extensions.TryAdd("code", code);
        problem.Extensions.TryAdd("nextStep", nextStep);
    }

    /// <summary>Texts for refusals of the framework itself, which carry no more than a status.</summary>
    static (string Code, string Detail, string NextStep) Common(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => ("not-found", "There is nothing at this address.", "Look up the address at /swagger."),
            StatusCodes.Status405MethodNotAllowed => (
                "method-not-allowed",
                "This address does not take that method.",
                "Look up the methods at /swagger."
            ),
            StatusCodes.Status413PayloadTooLarge => (
                "request-too-large",
                "The request is larger than allowed here.",
                "Send less, or upload the file in pieces through /api/v1/uploads."
            ),
            StatusCodes.Status415UnsupportedMediaType => (
                "media-type-unsupported",
                "The request's Content-Type is not one that this address takes.",
                "Look up the content type at /swagger."
            ),
            >= 500 => ("internal-error", "The service had an internal error.", "Try again; if it stays, tell the operator."),
            _ => (
                "request-invalid",
                "The request is not one that this address understands.",
                "Compare it with its description at /swagger."
            ),
        };
}
