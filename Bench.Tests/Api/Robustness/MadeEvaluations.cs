using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Metrics.Predicted;
using Bench.Service.Evaluations;

namespace Bench.Tests.Api.Robustness;

/// <summary>Small datasets of four classes and predictions over them, made by the row.</summary>
static class MadeEvaluations
{
    /// <summary>A list alone: one label an image, named after its place and the prefix.</summary>
    public static Task<JsonElement> ListAsync(
        this HttpClient client,
        BenchApp app,
        string key,
        string prefix,
        string[] labels,
        object? more = null
    ) => client.ImportListAsync(app, key, labels.Select((label, i) => $"{prefix}{i:00}.jpg,{label}"), more);

    /// <summary>Submits every logit of every image; waits until it is scored.</summary>
    /// <param name="client">Whose request it is.</param>
    /// <param name="dataset">What <see cref="ListAsync"/> gave.</param>
    /// <param name="logits">[N][4], in image order.</param>
    /// <param name="manifest">Further fields of the manifest.</param>
    /// <param name="headSize">Ranked classes to keep.</param>
    /// <param name="content">How much to submit.</param>
    public static async Task<JsonElement> SubmitAsync(
        this HttpClient client,
        JsonElement dataset,
        float[][] logits,
        object? manifest = null,
        int headSize = 4,
        PredictionContent content = PredictionContent.Full
    )
    {
        var (top, values, sums, tail) = (
            new ushort[logits.Length * headSize],
            new float[logits.Length * headSize],
            new float[logits.Length],
            new Half[logits.Length * 4]
        );
        for (var i = 0; i < logits.Length; i++)
        {
            PredictionHead
                .TryExtract(logits[i], top.AsSpan(i * headSize, headSize), values.AsSpan(i * headSize, headSize), out sums[i])
                .ShouldBeTrue();
            PredictionHead.StoreTail(logits[i], tail.AsSpan(i * 4, 4));
        }
        var predictions = new Predictions
        {
            Count = logits.Length,
            Classes = 4,
            HeadSize = headSize,
            TopClass = top,
        };
        if (content > PredictionContent.Ranks)
            predictions = predictions with { TopLogit = values, LogSumExp = sums };
        if (content == PredictionContent.Full)
            predictions = predictions with { Logits = tail };
        using var folder = new TempFolder();
        StoredPredictions.Write(predictions, folder["p.npz"], dataset.GetProperty("manifestHash").GetString()!, "four.txt");
        var evaluation = await client.SubmitFileAsync(
            dataset.GetProperty("key").GetString()!,
            "npz",
            await File.ReadAllBytesAsync(folder["p.npz"]),
            manifest,
            name: "made"
        );
        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        return evaluation;
    }

    /// <summary>A row whose best class is the first named, the next the second, and so on; the others follow in order.</summary>
    public static float[] Row(string order)
    {
        var row = new float[4];
        for (var rank = 0; rank < 4; rank++)
            row[order[rank] - '0'] = 4 - rank;
        return row;
    }

    public static string Id(this JsonElement evaluation) => evaluation.GetProperty("id").GetString()!;

    public static string Model(this JsonElement evaluation) => evaluation.GetProperty("modelId").GetString()!;

    /// <summary>Waits until a metric has a number and returns all numbers by metric.</summary>
    public static async Task<Dictionary<string, JsonElement>> ScoresWithAsync(this HttpClient client, JsonElement evaluation, string metric)
    {
        var scores = await client.UntilAsync(
            $"/api/v1/evaluations/{evaluation.Id()}/scores?labelSet=original",
            answer => Items(answer).Any(score => score.GetProperty("metric").GetString() == metric)
        );
        return Items(scores).ToDictionary(score => score.GetProperty("metric").GetString()!);
    }

    /// <summary>Reasons of what is missing, by metric.</summary>
    public static async Task<Dictionary<string, string>> MissingAsync(this HttpClient client, JsonElement evaluation)
    {
        var scores = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/scores?labelSet=original");
        return scores
            .GetProperty("missing")
            .EnumerateArray()
            .ToDictionary(missing => missing.GetProperty("metric").GetString()!, missing => missing.GetProperty("reason").GetString()!);
    }

    public static double Value(this Dictionary<string, JsonElement> scores, string metric) =>
        scores[metric].GetProperty("value").GetDouble();

    public static string Severity(int severity) => severity.ToString(CultureInfo.InvariantCulture);

    static JsonElement.ArrayEnumerator Items(JsonElement scores) => scores.GetProperty("items").EnumerateArray();
}
