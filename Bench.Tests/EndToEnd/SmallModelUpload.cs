using System.Net;
using Bench.Tests.Api;

namespace Bench.Tests.EndToEnd;

internal static class SmallModelUpload
{
    /// <summary>Uploads a model of 8 × 8 pixels and waits until it is ready; its id.</summary>
    public static async Task<string> UploadReadyAsync(this HttpClient client, string name, byte[] onnx)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$$"""{"name": "{{{name}}}", "preprocessing": {"input_size": [3, 8, 8], "crop_pct": 1}}""", onnx)
        );
        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var state = await client.UntilAsync(
            $"/api/v1/models/{id}",
            model => model.GetProperty("state").GetString() is "ready" or "invalid"
        );
        state.GetProperty("state").GetString().ShouldBe("ready", state.ToString());
        return id;
    }
}
