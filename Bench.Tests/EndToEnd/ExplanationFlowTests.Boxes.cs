using System.Text;
using Bench.Tests.Api;
using Bench.Tests.Fixtures;

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
