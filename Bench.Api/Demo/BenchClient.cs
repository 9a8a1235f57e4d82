using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Bench.Api.Demo;

/// <summary>The public HTTP API as a script would call it: JSON in, JSON out, problems as exceptions.</summary>
internal sealed class BenchClient(HttpClient http) : IDisposable
{
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(150);

    public static BenchClient For(Uri address, string key)
    {
        var http = new HttpClient { BaseAddress = new Uri(address, "/api/v1/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new BenchClient(http);
    }

    /// <param name="path">Relative to <c>/api/v1/</c>.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="BenchClientException">The service answered with a problem.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <summary>As <see cref="GetAsync"/>, but null where there is no such thing.</summary>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (BenchClientException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <param name="path">Relative to <c>/api/v1/</c>.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="idempotencyKey">Repeating a request under the same key gives the first answer and changes
    /// nothing.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task<JsonElement> PostAsync(string path, object body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return SendAsync(request, cancellationToken);
    }

    /// <summary>Sends a file with its manifest, and the file that names its rows where there is one.</summary>
    public async Task<JsonElement> UploadAsync(
        string path,
        string file,
        object manifest,
        CancellationToken cancellationToken,
        string? order = null
    )
    {
        await using var bytes = File.OpenRead(file);
        await using var names = order is null ? null : File.OpenRead(order);
        using var form = new MultipartFormDataContent
        {
            { JsonContent.Create(manifest), "manifest" },
            { new StreamContent(bytes), "file", Path.GetFileName(file) },
        };
        if (names is not null)
            form.Add(new StreamContent(names), "order", Path.GetFileName(order!));
        return await SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = form }, cancellationToken);
    }

    /// <summary>Asks again and again until a thing is as wanted; the caller's token is the deadline.</summary>
    public async Task<JsonElement> WaitAsync(string path, Func<JsonElement, bool> isDone, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        while (true)
        {
            var answer = await GetAsync(path, cancellationToken);
            if (isDone(answer))
                return answer;
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        using (var response = await http.SendAsync(request, cancellationToken))
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? JsonSerializer.Deserialize<JsonElement>(text.Length == 0 ? "null" : text)
                : throw new BenchClientException(
                    response.StatusCode,
                    $"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {text}"
                );
        }
    }

    public void Dispose() => http.Dispose();
}
