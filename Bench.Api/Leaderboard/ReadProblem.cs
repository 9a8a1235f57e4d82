using Bench.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Leaderboard;

/// <summary>Why a board, a comparison or a curve cannot be shown: the request names something that is not there.</summary>
internal sealed class ReadProblem(int status, Failure failure) : Exception(failure.Message)
{
    public int Status { get; } = status;

    public Failure Failure { get; } = failure;

    public static ReadProblem Unknown(string what, string code, string value, IEnumerable<string> known) =>
        new(StatusCodes.Status404NotFound, new Failure(code, $"There is no {what} '{value}'.", Known(what, known)));

    static string Known(string what, IEnumerable<string> known) =>
        string.Join(", ", known.Take(40)) is { Length: > 0 } list ? $"Ask for one of: {list}." : $"No {what} stands here yet; the operator registers the first one.";

    public ProblemHttpResult ToResult() => TypedResults.Problem(
        detail: Failure.Message,
        statusCode: Status,
        title: Status == StatusCodes.Status404NotFound ? "Not found" : "Bad request",
        extensions: new Dictionary<string, object?> { ["code"] = Failure.Code, ["nextStep"] = Failure.NextStep });
}
