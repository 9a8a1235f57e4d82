using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data.Blobs;

namespace Bench.Tests.Api;

/// <summary>What tests of the API say again and again.</summary>
static class ApiClient
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Asserts a problem as every refusal must be: media type, code, a sentence and a next step.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        problem.GetProperty("code").GetString().ShouldBe(code, text);
        problem.GetProperty("detail").GetString().ShouldEndWith(".");
        problem.GetProperty("nextStep").GetString().ShouldEndWith(".");
        return problem;
    }

    public static MultipartFormDataContent Form(string manifest, byte[]? file = null, string fileName = "model.onnx")
    {
        var form = new MultipartFormDataContent { { new StringContent(manifest), "manifest" } };
        if (file is not null)
            form.Add(new ByteArrayContent(file), "file", fileName);
        return form;
    }

    public static async Task<string> KeyAsync(this BenchApp app, string role, string? name = null)
    {
        using var client = app.WithKey();
        using var response = await client.PostAsJsonAsync("/api/v1/keys", new { name = name ?? $"a {role}", role });
        return (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("key").GetString()!;
    }

    /// <summary>Names of all files of uploads and blobs but the store's own mark: what a refused request must not have changed.</summary>
    public static string[] Files(this BenchApp app) =>
        [
            .. new[] { "uploads", "blobs" }
                .Select(folder => Path.Combine(app.DataDirectory, folder))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Where(file => !file.EndsWith(BlobKeys.Mark, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    public static HttpRequestMessage Tus(HttpMethod method, string url, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return request;
    }

    public static HttpRequestMessage TusPatch(string url, long offset, byte[] bytes, params (string Name, string Value)[] headers)
    {
        var request = Tus(HttpMethod.Patch, url, [("Upload-Offset", $"{offset}"), .. headers]);
        request.Content = new ByteArrayContent(bytes)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") },
        };
        return request;
    }

    /// <summary>Asks until the answer is as wanted. What came last is told when patience is over.</summary>
    public static async Task<JsonElement> UntilAsync(this HttpClient client, string url, Func<JsonElement, bool> isDone)
    {
        using var deadline = new CancellationTokenSource(Patience.Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var (asked, answer) = (0, default(JsonElement));
        try
        {
            while (true)
            {
                // Asking costs the processor that the work needs: long work is asked less often.
                if (++asked == 20)
                    timer.Period = TimeSpan.FromMilliseconds(250);
                using var response = await client.GetAsync(url, deadline.Token);
                answer = await response.JsonAsync(HttpStatusCode.OK);
                if (isDone(answer))
                    return answer;
                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{url} was asked {asked} times in {Patience.Deadline} and never answered as wanted; the last answer was "
                    + $"{answer}\n{StandStill.Report()}"
            );
        }
    }

    /// <summary>Waits until the service says that it is ready.</summary>
    public static async Task UntilReadyAsync(this HttpClient client)
    {
        using var patience = new CancellationTokenSource(Patience.Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            using var answer = await client.GetAsync("/health/ready", patience.Token);
            if (answer.IsSuccessStatusCode)
                return;
        } while (await timer.WaitForNextTickAsync(patience.Token));
    }

    /// <summary>One number of an evaluation.</summary>
    public static JsonElement Score(this JsonElement evaluation, string labelSet, string metric) =>
        evaluation
            .GetProperty("scores")
            .EnumerateArray()
            .Single(score => score.GetProperty("labelSet").GetString() == labelSet && score.GetProperty("metric").GetString() == metric);
}
