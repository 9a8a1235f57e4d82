using System.Text.Json;
using Bench.Api.Demo;

namespace Bench.Tests.EndToEnd;

/// <summary>What a script does with the API, a call or two a step. Everything must end within the deadline.</summary>
internal static class ClientSteps
{
    /// <summary>Registers a dataset and waits until it is ready.</summary>
    public static Task RegisterAsync(this BenchClient client, string key, string path, string classes) =>
        client.RegisteredAsync(
            key,
            new
            {
                key,
                variant = "custom",
                layout = "imagefolder",
                path,
                classes,
            }
        );

    /// <summary>Registers pictures that are in a folder of the same name as a shift of the photographs, and waits until they are
    /// ready.</summary>
    public static Task RegisterShiftAsync(this BenchClient client, string key, string layout, bool masked) =>
        client.RegisteredAsync(
            key,
            new
            {
                key,
                variant = "custom",
                layout,
                path = key,
                classes = "imagenet-1k",
                masked,
                clean = PhotographApps.Dataset,
            }
        );

    static async Task RegisteredAsync(this BenchClient client, string key, object request)
    {
        await client.PostAsync("datasets", request, null, default);
        var dataset = await client.UntilAsync($"datasets/{key}", answer => answer.GetProperty("state").GetString() != "importing");
        dataset.GetProperty("state").GetString().ShouldBe("ready", dataset.ToString());
    }

    /// <summary>Uploads a model and returns its id.</summary>
    public static async Task<string> UploadModelAsync(this BenchClient client, string file, object manifest) =>
        (await client.UploadAsync("models", file, manifest, default)).GetProperty("id").GetString()!;

    /// <summary>Asks for an evaluation and returns its id.</summary>
    public static async Task<string> AskAsync(this BenchClient client, string model, string dataset) =>
        (await client.PostAsync("evaluations", new { modelId = model, datasets = new[] { dataset } }, null, default))
            .GetProperty("items")[0]
            .GetProperty("id")
            .GetString()!;

    /// <summary>Waits until an evaluation has ended; it must have completed.</summary>
    public static async Task<JsonElement> CompletedAsync(this BenchClient client, string evaluation)
    {
        var ended = await client.UntilAsync(
            $"evaluations/{evaluation}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed" or "cancelled"
        );
        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        return ended;
    }

    public static async Task<JsonElement> UntilAsync(this BenchClient client, string path, Func<JsonElement, bool> isDone)
    {
        using var patience = new CancellationTokenSource(Patience.Deadline);
        return await client.WaitAsync(path, isDone, patience.Token);
    }

    /// <summary>An answer that anybody may read, as bytes.</summary>
    public static async Task<byte[]> DownloadAsync(this Uri service, string path)
    {
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(new Uri(service, $"/api/v1/{path}"), TestContext.Current.CancellationToken);
    }

    /// <summary>One score of an evaluation, as the API gives it.</summary>
    public static double Score(this JsonElement evaluation, string metric, string labelSet = "original") =>
        evaluation
            .GetProperty("scores")
            .EnumerateArray()
            .Single(score => score.GetProperty("labelSet").GetString() == labelSet && score.GetProperty("metric").GetString() == metric)
            .GetProperty("value")
            .GetDouble();

    /// <summary>All scores as text, in an order of their own, to compare two evaluations by.</summary>
    public static IReadOnlyList<string> ScoreLines(this JsonElement evaluation) =>
        [.. evaluation.GetProperty("scores").EnumerateArray().Select(score => score.ToString()).Order(StringComparer.Ordinal)];
}
