using System.Globalization;
using System.Text.Json;
using Bench.Data.Evaluations;
using Bench.Service.Access;
using Bench.Service.Json;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations;

/// <summary>An evaluation as Server-Sent Events: <c>state</c> when its revision rises, <c>progress</c> when only its
/// progress does, a comment when nothing happens for a while. Ids are revisions.</summary>
internal sealed class EvaluationEvents(EvaluationWatch watch, Evaluation evaluation, Caller? caller, string? lastEventId) : IResult
{
    /// <summary>Proxies drop connections that say nothing.</summary>
    const int QuietLooks = 20;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        // What a reader that comes back has seen already is not told again; the end always is.
        var revision = long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : -1;
        EvaluationProgress? progress = null;
        var quiet = 0;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted,
            httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
        );
        try
        {
            await foreach (var view in watch.WatchAsync(evaluation.Id, evaluation.Revision, caller, over.Token))
            {
                if (view.Revision > revision || view.State.IsFinal())
                    await WriteAsync(response, "state", view.Revision, view);
                else if (view.Progress != progress)
                    await WriteAsync(response, "progress", view.Revision, view.Progress);
                else if (++quiet < QuietLooks)
                    continue;
                else
                    await response.WriteAsync(": still here\n\n", httpContext.RequestAborted);
                (revision, progress, quiet) = (Math.Max(revision, view.Revision), view.Progress, 0);
                await response.Body.FlushAsync(httpContext.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The reader left, or the process ends: it comes back to another one, with the id that it has seen.
        }
        catch (RefusalException) when (response.HasStarted)
        {
            // It was deleted or hidden from this reader while it was watched: the stream ends, and coming back answers
            // 404.
        }
    }

    static Task WriteAsync<T>(HttpResponse response, string name, long revision, T value) =>
        response.WriteAsync(
            $"id: {revision.ToString(CultureInfo.InvariantCulture)}\nevent: {name}\ndata: "
                + $"{JsonSerializer.Serialize(value, BenchJson.Options)}\n\n",
            response.HttpContext.RequestAborted
        );
}
