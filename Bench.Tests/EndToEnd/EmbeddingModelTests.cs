using System.IO.Compression;
using System.Text.Json;
using Bench.Api.Demo;
using Bench.Data.Predictions;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Tests.Service.Models.Embeddings;
using SkiaSharp;

namespace Bench.Tests.EndToEnd;

/// <summary>A model without class scores: its embeddings are compared with a matrix from its own archive, and every number is
/// NumPy's.</summary>
public sealed class EmbeddingModelTests
{
    /// <summary>Values of an embedding.</summary>
    const int Width = 4;

    static readonly GoldenEmbeddings.Whole Golden = GoldenEmbeddings.Read().Model;

    [Theory, BothDatabases(LongOnSqlite = true, LongOnPostgres = true)]
    public async Task An_embedding_model_is_scored_by_its_class_embeddings(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        using var folder = new TempFolder();
        // Picture i is of class i, and the last three of classes 0, 1, 2: folder order is class order.
        for (var i = 0; i < Golden.Colours.Length; i++)
            Draw(Path.Combine(app.DatasetsRoot, "colours", $"c{i % 5}"), i);
        await client.RegisterAsync("colours", "colours", "from-folders");

        var twins = await client.UploadModelAsync(
            Archive(folder["twins.zip"], "two classes are alike", Alike(Prototypes)),
            Manifest("twins", "cosine", 1)
        );
        Codes(await client.CompletedAsync(await client.AskAsync(twins, "colours"))).ShouldContain("embeddings-repeated");

        foreach (var head in Golden.Heads)
        {
            var model = await client.UploadModelAsync(
                Archive(folder[$"{head.Similarity}.zip"], head.Similarity, Prototypes),
                Manifest(head.Similarity, head.Similarity, head.Temperature)
            );
            var evaluation = await client.CompletedAsync(await client.AskAsync(model, "colours"));

            await File.WriteAllBytesAsync(
                folder["predictions.npz"],
                await app.Address.DownloadAsync($"evaluations/{evaluation.GetProperty("id").GetString()}/predictions")
            );
            var arrays = PredictionFile.Read(folder["predictions.npz"]).Arrays;
            var right = 0;
            foreach (var (row, image) in Enumerable.Range(0, Golden.Colours.Length).OrderBy(i => i % 5).ThenBy(i => i).Index())
            {
                var logits = head.Logits[image];
                var order = Enumerable.Range(0, 5).OrderByDescending(i => logits[i]).ToArray();
                arrays
                    .TopClass.AsSpan(row * arrays.HeadSize, 5)
                    .ToArray()
                    .Select(value => (int)value)
                    .ShouldBe(order, $"{head.Similarity}, picture {image}");
                for (var rank = 0; rank < 5; rank++)
                    arrays
                        .TopLogit[row * arrays.HeadSize + rank]
                        .ShouldBe((float)logits[order[rank]], 1e-4f * Math.Max(1, Math.Abs((float)logits[order[rank]])));
                if (order[0] == image % 5)
                    right++;
            }
            evaluation.Score("top1").ShouldBe(right / 8.0, 1e-12);
            evaluation.GetProperty("record").GetProperty("outputKind").GetString().ShouldBe("embeddings");
            evaluation.GetProperty("record").GetProperty("embedding").GetProperty("similarity").GetString().ShouldBe(head.Similarity);
            Codes(evaluation).ShouldNotContain("embeddings-repeated");
        }
    }

    static byte[] Prototypes => File.ReadAllBytes(Path.Combine(GoldenEmbeddings.Folder, "prototypes.npy"));

    /// <summary>The last of the five rows becomes that before it.</summary>
    static byte[] Alike(byte[] prototypes)
    {
        var row = Width * sizeof(float);
        prototypes.AsSpan(prototypes.Length - 2 * row, row).CopyTo(prototypes.AsSpan(prototypes.Length - row));
        return prototypes;
    }

    static object Manifest(string name, string similarity, double temperature) =>
        new
        {
            name,
            preprocessing = new
            {
                input_size = new[] { 3, 8, 8 },
                mean = new[] { 0.0, 0, 0 },
                std = new[] { 1.0, 1, 1 },
            },
            embedding = new
            {
                classes = "prototypes.npy",
                similarity,
                temperature,
            },
        };

    static IEnumerable<string?> Codes(JsonElement evaluation) =>
        evaluation.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("code").GetString());

    static string Archive(string path, string note, byte[] prototypes)
    {
        var model = new OnnxModelBuilder()
            .Input("pixels", OnnxElementType.Float, "N", 3, 8, 8)
            .Node("GlobalAveragePool", ["pixels"], ["pooled"])
            .Node("Flatten", ["pooled"], ["colour"])
            .Initializer<float>("projection", Golden.Projection, 3, Width)
            .Node("MatMul", ["colour", "projection"], ["embedding"])
            .Output("embedding", OnnxElementType.Float, "N", Width)
            .ToArray();
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using (var entry = archive.CreateEntry("model.onnx").Open())
            entry.Write(model);
        using (var entry = archive.CreateEntry("prototypes.npy").Open())
            entry.Write(prototypes);
        // Other bytes are another model: the head belongs to the manifest, and one file has one.
        using (var entry = archive.CreateEntry("README.txt").Open())
            entry.Write(System.Text.Encoding.UTF8.GetBytes(note));
        return path;
    }

    static void Draw(string folder, int picture)
    {
        Directory.CreateDirectory(folder);
        using var bitmap = new SKBitmap(new SKImageInfo(8, 8, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(new SKColor(Golden.Colours[picture][0], Golden.Colours[picture][1], Golden.Colours[picture][2]));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(Path.Combine(folder, $"{picture}.png"), data.ToArray());
    }
}
