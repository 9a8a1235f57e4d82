using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bench.Tests.Api;

/// <summary>Datasets of two or four classes that are lists of names alone, and answers over them: nothing is run, everything is
/// scored.</summary>
static class ListDatasets
{
    /// <summary>Registers a list and waits until it is ready.</summary>
    /// <param name="client">Whose request it is.</param>
    /// <param name="app">The application.</param>
    /// <param name="key">Key of the dataset.</param>
    /// <param name="rows">Name and label of each image.</param>
    /// <param name="more">Further fields of the registration.</param>
    public static async Task<JsonElement> ImportListAsync(
        this HttpClient client,
        BenchApp app,
        string key,
        IEnumerable<string> rows,
        object? more = null
    )
    {
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, $"{key}.csv"), Lines("file_name,label", rows));
        return await client.RegisterAsync(app, key, "csv", $"{key}.csv", more);
    }

    /// <summary>Registers and waits until it is ready.</summary>
    /// <param name="client">Whose request it is.</param>
    /// <param name="app">The application; <c>two.txt</c> and <c>four.txt</c> are in its root.</param>
    /// <param name="key">Key of the dataset.</param>
    /// <param name="layout">How it lies.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="more">Further fields of the registration.</param>
    public static async Task<JsonElement> RegisterAsync(
        this HttpClient client,
        BenchApp app,
        string key,
        string layout,
        string path,
        object? more = null
    )
    {
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "two.txt"), "ant\nbee\n");
        await File.WriteAllTextAsync(Path.Combine(app.DatasetsRoot, "four.txt"), "ant\nbee\ncat\ndog\n");
        var usual = new
        {
            key,
            variant = "custom",
            layout,
            path,
            classes = "four.txt",
        };
        using var response = await client.PostAsJsonAsync("/api/v1/datasets", Joined(usual, more));
        await response.JsonAsync(HttpStatusCode.Accepted);
        var dataset = await client.UntilAsync($"/api/v1/datasets/{key}", answer => answer.GetProperty("state").GetString() != "importing");
        dataset.GetProperty("state").GetString().ShouldBe("ready", dataset.ToString());
        return dataset;
    }

    /// <summary>Answers to image 0, 1, …: right is the index by so many classes, and the first few are wrong by one.</summary>
    /// <param name="name">Name of an image.</param>
    /// <param name="images">Images of the dataset.</param>
    /// <param name="wrong">How many are wrong.</param>
    /// <param name="probability">Of every answer.</param>
    /// <param name="classes">Classes of the dataset.</param>
    public static IEnumerable<string> Answers(
        Func<int, string> name,
        int images,
        int wrong = 0,
        double probability = 0.9,
        int classes = 4
    ) =>
        Enumerable
            .Range(0, images)
            .Select(i =>
                string.Create(CultureInfo.InvariantCulture, $"{name(i)},{(i < wrong ? (i + 1) % classes : i % classes)},{probability}")
            );

    /// <summary>A file of answers as it is submitted.</summary>
    public static byte[] AnswerFile(IEnumerable<string> answers) =>
        Encoding.UTF8.GetBytes(Lines("file_name,predicted_class,predicted_probability", answers));

    /// <summary>Submits answers; waits until they are scored, or have failed.</summary>
    /// <param name="client">Whose request it is.</param>
    /// <param name="dataset">Key of the dataset.</param>
    /// <param name="answers">Name, class and probability of each image.</param>
    /// <param name="more">Further fields of the manifest.</param>
    public static Task<JsonElement> SubmitRowsAsync(
        this HttpClient client,
        string dataset,
        IEnumerable<string> answers,
        object? more = null
    ) => client.SubmitFileAsync(dataset, "csv", AnswerFile(answers), more);

    /// <summary>Submits a file of predictions; waits until they are scored, or have failed.</summary>
    public static async Task<JsonElement> SubmitFileAsync(
        this HttpClient client,
        string dataset,
        string format,
        byte[] file,
        object? more = null,
        string name = "elsewhere"
    )
    {
        var usual = new
        {
            name,
            dataset,
            format,
        };
        using var response = await client.PostAsync(
            "/api/v1/evaluations/predictions",
            ApiClient.Form(Joined(usual, more).ToJsonString(), file, $"p.{format}")
        );
        await response.JsonAsync(HttpStatusCode.Accepted);
        return await client.UntilAsync(
            response.Headers.Location!.ToString(),
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
    }

    static string Lines(string header, IEnumerable<string> rows) => string.Join('\n', rows.Prepend(header)) + "\n";

    /// <summary>The fields of both; where both have one it is the second's.</summary>
    static JsonObject Joined(object usual, object? more)
    {
        var fields = JsonSerializer.SerializeToNode(usual)!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
            fields[name] = value?.DeepClone();
        return fields;
    }
}
