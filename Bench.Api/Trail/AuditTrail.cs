using Bench.Api.Problems;
using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Trail;

/// <summary>Writes the audit log: a row before a request is carried out, so that nothing is changed without one, and
/// its outcome when the answer begins, so that it is there before the answer arrives.</summary>
internal sealed class AuditTrail(IServiceScopeFactory scopes, TrailOptions options, TimeProvider time, ILogger<AuditTrail> log)
{
    /// <summary>Dies after this: a row without an outcome, which says that it is unknown.</summary>
    public async Task BeginAsync(HttpContext http, Caller caller)
    {
        var request = http.Request;
        var entry = new AuditEntry
        {
            Id = Guid.CreateVersion7(),
            At = time.GetUtcNow().UtcDateTime,
            KeyId = caller.KeyId,
            KeyName = caller.Name,
            Address = options.Address.Of(http.Connection.RemoteIpAddress),
            Action = Cut(Action(http), 200)!,
            Path = Cut(request.Path.Value?.Replace('\0', ' ') ?? "", 500)!,
        };
        var isWritten = true;
        try
        {
            await AddAsync(entry);
        }
        catch (Exception error) when (StorageFault.Is(error))
        {
            // Without room nothing is written but what makes room: a deletion may go on. The row follows when there is
            // some.
            log.LogWarning("there is no room for the audit log; {Action} of {Key} continues without an entry", entry.Action, caller.Name);
            isWritten = false;
        }
        http.Response.OnStarting(() => EndAsync(http, entry, isWritten));
    }

    async Task EndAsync(HttpContext http, AuditEntry entry, bool isWritten)
    {
        var response = http.Response;
        entry.Status = response.StatusCode;
        entry.Code = Cut(ProblemServices.CodeOf(http), 100);
        entry.Made = response.StatusCode is StatusCodes.Status201Created or StatusCodes.Status202Accepted
            ? Cut(response.Headers.Location.ToString() is { Length: > 0 } made ? made : null, 500)
            : null;
        try
        {
            if (isWritten)
                await FinishAsync(entry);
            else
                await AddAsync(entry);
        }
        catch (Exception error) when (StorageFault.Is(error) || TransientFault.Is(error))
        {
            // The request has been carried out: its answer must not say otherwise.
            log.LogError(error, "the audit log lacks the outcome {Status} of {Action} by {Key}", entry.Status, entry.Action, entry.KeyName);
        }
    }

    async Task AddAsync(AuditEntry entry)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        db.Audit.Add(entry);
        await db.SaveChangesAsync();
    }

    async Task FinishAsync(AuditEntry entry)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Audit.Where(row => row.Id == entry.Id && row.Status == null)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.Status, entry.Status)
                    .SetProperty(row => row.Code, entry.Code)
                    .SetProperty(row => row.Made, entry.Made)
            );
    }

    static string Action(HttpContext http)
    {
        var request = http.Request;
        if (http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } name)
            return name;
        var handler = request.Query["handler"].ToString();
        return $"{request.Method} {request.Path.Value}{(handler.Length > 0 ? $"?handler={handler}" : "")}".Replace('\0', ' ');
    }

    static string? Cut(string? text, int most) => text is null ? null : OneLine.Cut(text, most);
}
