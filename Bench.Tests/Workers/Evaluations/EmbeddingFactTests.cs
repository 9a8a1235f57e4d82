using Bench.Imaging.Contract;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Review;
using Bench.Service.Models;
using Bench.Service.Models.Embeddings;
using Bench.Workers.Evaluations.Run;

namespace Bench.Tests.Workers.Evaluations;

/// <summary>What is said of an embedding model's scores is said of its classes' similarities, not of its embeddings.</summary>
public sealed class EmbeddingFactTests : IDisposable
{
    const int Classes = 12;
    const int Width = 4;
    const int Images = 10;

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Classes_with_one_embedding_share_the_first_place_and_equal_numbers_of_an_embedding_do_not(bool areTwoAlike)
    {
        var random = new Random(5);
        double[] matrix = [.. Enumerable.Range(0, Classes * Width).Select(_ => random.NextDouble() - 0.5)];
        // The classes 0 and 1 are what every picture is most like.
        for (var i = 0; i < Width; i++)
        {
            matrix[i] = i < 2 ? 1 : 0;
            matrix[Width + i] = areTwoAlike ? matrix[i] : random.NextDouble() - 1;
        }
        var embeddings = new ClassEmbeddings(matrix, Classes, new EmbeddingContract("c.npy"), "hash");
        var run = new ShardRun(
            new ModelFile(_folder.Path, _folder["model.onnx"], new Dictionary<string, OutputKind?>(), [], embeddings),
            new DatasetManifest
            {
                Layout = LayoutIds.ImageFolder,
                Variant = DatasetVariants.CustomKey,
                ClassSpaceKey = "twelve",
                ClassSpaceHash = "",
                ClassCount = Classes,
                Images = [.. Enumerable.Range(0, Images).Select(image => new ManifestImage($"{image}.png", 0, default, [], FacetSet.None))],
            },
            _folder.Path,
            new Preprocessing { Width = 8, Height = 8 },
            Record,
            0,
            Images,
            _folder["part.npz"]
        );
        using var writer = new ShardWriter(run, _ => false);

        // Of each embedding two numbers are the greatest.
        writer.Write(0, Images, [.. Enumerable.Range(0, Images).SelectMany(image => new float[] { 5, 5, 0.1f * image, -0.2f * image })]);

        RowChecks.Of(writer.Facts).Select(check => check.Code).ShouldBe(areTwoAlike ? ["answers-tied"] : []);
        writer.Facts.Width.ShouldBe(Classes);
    }

    static RunRecord Record =>
        new()
        {
            Input = "pixels",
            InputElementType = "float32",
            Layout = TensorLayout.Nchw,
            Output = "embedding",
            OutputWidth = Width,
            OutputKind = OutputKind.Embeddings,
            Batch = Images,
            Threads = 1,
            Geometry = "geometry",
            ManifestHash = new string('a', 64),
            Decoder = "decoder",
            Provider = "cpu",
            Cage = "none",
            RuntimeVersion = "1",
            Machine = "machine",
        };

    public void Dispose() => _folder.Dispose();
}
