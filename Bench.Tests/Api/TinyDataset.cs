using System.Net;
using System.Net.Http.Json;
using SkiaSharp;

namespace Bench.Tests.Api;

/// <summary>The least that is a dataset: two classes of two pictures each.</summary>
static class TinyDataset
{
    /// <param name="broken">A file that only its name calls a picture.</param>
    public static Task ImportAsync(BenchApp app, HttpClient client, string key, string? broken = null) =>
        ImportAsync(app, client, key, "a", "b", "from-folders", broken);

    /// <summary>The same in a class space of its own choice; folders are named after two of its classes.</summary>
    public static async Task ImportAsync(
        BenchApp app,
        HttpClient client,
        string key,
        string first,
        string second,
        string classes,
        string? broken = null
    )
    {
        foreach (var name in new[] { $"{first}/0.jpg", $"{first}/1.jpg", $"{second}/0.jpg", $"{second}/1.jpg" })
        {
            var file = Path.Combine(app.DatasetsRoot, key, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, name == broken ? "not a picture"u8.ToArray() : Picture(seed: name.Sum(letter => letter)));
        }
        await RegisterAsync(client, key, classes);
    }

    /// <summary>Registers a folder of pictures below the datasets' root, a folder a class, and waits until it is ready.</summary>
    public static async Task RegisterAsync(HttpClient client, string key, string classes)
    {
        using var response = await client.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key,
                variant = "custom",
                layout = "imagefolder",
                path = key,
                classes,
            }
        );
        await response.JsonAsync(HttpStatusCode.Accepted);
        var dataset = await client.UntilAsync($"/api/v1/datasets/{key}", answer => answer.GetProperty("state").GetString() != "importing");
        dataset.GetProperty("state").GetString().ShouldBe("ready", dataset.ToString());
    }

    /// <summary>One colour, by its seed.</summary>
    public static byte[] Picture(int seed)
    {
        using var bitmap = new SKBitmap(16, 16);
        bitmap.Erase(new SKColor((byte)(seed * 7), (byte)(seed * 13), (byte)(seed * 29)));
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return encoded.ToArray();
    }
}
