using System.Text;
using Bench.Tests.Api;

namespace Bench.Tests.EndToEnd;

public sealed partial class ExplanationFlowTests
{
    /// <summary>Boxes that have been replaced stay while an explanation is held against them, and go however it ends.</summary>
    static async Task ReplacedBoxesGoAsync(BenchApp app, HttpClient client, string model, string doomed)
    {
        var id = await RunningAsync(client, model);
        await BoxesAsync(client, "b/1.jpg,0,0,3,3\n");
        Blobs(app, "boxes").ShouldBe(2, "the explanation is held against the file before");
        using (var cancel = await client.PostAsync($"/api/v1/explanations/{id}/cancel", null))
            cancel.IsSuccessStatusCode.ShouldBeTrue();
        Blobs(app, "boxes").ShouldBe(1);

        var other = await RunningAsync(client, doomed);
        await BoxesAsync(client, "b/1.jpg,0,0,4,4\n");
        Blobs(app, "boxes").ShouldBe(2);
        (await client.DeleteAsync($"/api/v1/models/{doomed}")).IsSuccessStatusCode.ShouldBeTrue();
        using var gone = await client.GetAsync($"/api/v1/explanations/{other}");
        await gone.ShouldBeProblemAsync(404, "explanation-not-found");
        Blobs(app, "boxes").ShouldBe(1);
    }

    /// <summary>The same where the explanation fails that they are kept for.</summary>
    static async Task BoxesOfAFailureGoAsync(BenchApp app, HttpClient client, string model, string blind)
    {
        var id = await RunningAsync(client, model);
        var failing = (await AskAsync(client, new { modelIds = new[] { blind }, image = "b/1.jpg" }))[0];
        await BoxesAsync(client, "b/1.jpg,0,0,5,5\n");
        Blobs(app, "boxes").ShouldBe(2);
        using (var cancel = await client.PostAsync($"/api/v1/explanations/{id}/cancel", null))
            cancel.IsSuccessStatusCode.ShouldBeTrue();

        (await EndedAsync(client, failing)).GetProperty("state").GetString().ShouldBe("failed");
        await client.UntilAsync($"/api/v1/explanations/{failing}", _ => Blobs(app, "boxes") == 1);
    }

    /// <summary>And where the dataset goes with all that is under way over it.</summary>
    static async Task BoxesOfADeletedDatasetGoAsync(BenchApp app, HttpClient client)
    {
        var id = await RunningAsync(client, await UploadAsync(client, "late", columns: 3, last: null));
        await BoxesAsync(client, "b/1.jpg,0,0,6,6\n");
        Blobs(app, "boxes").ShouldBe(2);

        (await client.DeleteAsync("/api/v1/datasets/pets")).IsSuccessStatusCode.ShouldBeTrue();
        using var gone = await client.GetAsync($"/api/v1/explanations/{id}");
        await gone.ShouldBeProblemAsync(404, "explanation-not-found");
        Blobs(app, "boxes").ShouldBe(0);
    }

    static async Task BoxesAsync(HttpClient client, string boxes)
    {
        var content = ApiClient.Form("{}", Encoding.UTF8.GetBytes(boxes), "boxes.csv");
        using var put = await client.PutAsync("/api/v1/datasets/pets/boxes", content);
        put.IsSuccessStatusCode.ShouldBeTrue();
    }

    /// <summary>An explanation that goes on long enough to be ended.</summary>
    static async Task<string> RunningAsync(HttpClient client, string model)
    {
        var asked = new
        {
            modelIds = new[] { model },
            images = 4,
            method = "rise",
            draws = 20_000,
            seed = 1,
        };
        var id = (await AskAsync(client, asked))[0];
        await client.UntilAsync($"/api/v1/explanations/{id}", answer => answer.GetProperty("state").GetString() == "running");
        return id;
    }
}
