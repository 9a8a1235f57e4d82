using System.Security.Cryptography;
using System.Text.Json;
using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Outcomes;
using Bench.Service.Access;
using Bench.Service.Evaluations.Start;
using Bench.Service.Json;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Evaluations;

/// <summary>Starts evaluations and remembers the answer under its Idempotency-Key, both in one transaction.</summary>
internal sealed class AnsweredStart(BenchDb db, EvaluationReader reader, EvaluationStart start, TimeProvider time)
{
    /// <summary>How long an answer is kept under its key; afterwards the key may begin again.</summary>
    public static readonly TimeSpan AnswerKeptFor = TimeSpan.FromHours(24);

    /// <returns>The answer's JSON: a page of evaluations, one for each dataset in the order of the request.</returns>
    public async Task<string> StartAsync(
        StartEvaluationsRequest request,
        Caller caller,
        string? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        var hash = Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        Method = "POST",
                        Path = "/api/v1/evaluations",
                        Body = request,
                    },
                    BenchJson.Options
                )
            )
        );
        if (await AnswerBeforeAsync(caller, idempotencyKey, hash, cancellationToken) is { } before)
            return before;
        var answer = "";
        try
        {
            await start.StartAsync(
                new StartEvaluations(request.ModelId, request.Datasets, request.Preprocessing, request.StopWhen),
                caller,
                async evaluations =>
                {
                    var views = new List<EvaluationView>();
                    foreach (var evaluation in evaluations)
                        views.Add(await reader.ViewAsync(evaluation, cancellationToken));
                    answer = JsonSerializer.Serialize(new Page<EvaluationView>(views, null), BenchJson.Options);
                    if (idempotencyKey is not null)
                        db.IdempotentRequests.Add(
                            new IdempotentRequest
                            {
                                Id = Guid.CreateVersion7(),
                                ApiKeyId = caller.KeyId,
                                Key = idempotencyKey,
                                RequestHash = hash,
                                StatusCode = StatusCodes.Status202Accepted,
                                Response = answer,
                                CreatedAt = time.GetUtcNow().UtcDateTime,
                            }
                        );
                },
                cancellationToken
            );
            return answer;
        }
        catch (DbUpdateException error) when (idempotencyKey is not null && UniqueIndex.IsViolatedBy(error))
        {
            // The same request came twice at once; the other one was first, and this one has changed nothing.
            db.ChangeTracker.Clear();
            return (await AnswerBeforeAsync(caller, idempotencyKey, hash, cancellationToken))!;
        }
    }

    async Task<string?> AnswerBeforeAsync(Caller caller, string? key, string hash, CancellationToken cancellationToken)
    {
        if (key is null)
            return null;
        if (key.Length is 0 or > 200)
            throw new RefusalException(
                RefusalKind.Malformed,
                "idempotency-key-invalid",
                $"The Idempotency-Key has {Counted.Of(key.Length, "character")}.",
                "Send 1 to 200 characters, a random UUID for example."
            );
        var expired = time.GetUtcNow().UtcDateTime - AnswerKeptFor;
        await db
            .IdempotentRequests.Where(request => request.ApiKeyId == caller.KeyId && request.CreatedAt < expired)
            .ExecuteDeleteAsync(cancellationToken);
        var before = await db
            .IdempotentRequests.AsNoTracking()
            .SingleOrDefaultAsync(request => request.ApiKeyId == caller.KeyId && request.Key == key, cancellationToken);
        if (before is not null && before.RequestHash != hash)
            throw RefusalException.Invalid(
                "idempotency-key-reused",
                $"The Idempotency-Key '{key}' was used for another request.",
                "Send a new key with a new request; repeat a key only with the very same request."
            );
        return before?.Response;
    }
}
