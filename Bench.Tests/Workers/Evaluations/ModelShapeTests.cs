using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Predictions;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Models;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Plans;
using Bench.Workers.Models;
using SkiaSharp;

namespace Bench.Tests.Workers.Evaluations;

/// <summary>One classifier in every form that exporters give it, through inspection, plan and a shard in the cage: the same predictions
/// each time.</summary>
public sealed class ModelShapeTests : IDisposable
{
    const int Size = 12;

    static readonly (byte R, byte G, byte B)[] Colours =
    [
        (255, 0, 0),
        (0, 255, 0),
        (0, 0, 255),
        (250, 240, 20),
        (10, 20, 30),
        (90, 10, 200),
        (128, 128, 128),
    ];
    static readonly Preprocessing Contract = new()
    {
        Width = Size,
        Height = Size,
        Mean = new(0, 0, 0),
        Std = new(1, 1, 1),
    };
    static readonly InferenceOptions Options = new()
    {
        Providers = ["cpu"],
        MaxBatch = 2,
        Threads = 1,
        Doctor = false,
        SpeedWindow = TimeSpan.FromMilliseconds(5),
    };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(ModelShapes.Plain))]
    [InlineData(nameof(ModelShapes.FixedBatch))]
    [InlineData(nameof(ModelShapes.AnySize))]
    [InlineData(nameof(ModelShapes.Nhwc))]
    [InlineData(nameof(ModelShapes.Bytes))]
    [InlineData(nameof(ModelShapes.Half))]
    [InlineData(nameof(ModelShapes.FourDimensions))]
    [InlineData(nameof(ModelShapes.Softmax))]
    [InlineData(nameof(ModelShapes.BackgroundFirst))]
    [InlineData(nameof(ModelShapes.BackgroundLast))]
    [InlineData(nameof(ModelShapes.SecondOutput))]
    [InlineData(nameof(ModelShapes.NamedOutput))]
    public async Task The_predictions_do_not_depend_on_the_form(string form)
    {
        var (bytes, contract) = ModelShapes.Of(form);
        var rows = await RunAsync(bytes, contract);

        rows.Rows.ShouldBe(Colours.Length);
        for (var image = 0; image < Colours.Length; image++)
        {
            var (r, g, b) = Colours[image];
            var wanted = Enumerable
                .Range(0, ModelShapes.Classes)
                .Select(c => (r * ModelShapes.Weight(0, c) + g * ModelShapes.Weight(1, c) + b * ModelShapes.Weight(2, c)) / 255f)
                .ToArray();
            var order = Enumerable.Range(0, wanted.Length).OrderByDescending(c => wanted[c]).ToArray();
            rows.TopClass.AsSpan(image * rows.HeadSize, rows.HeadSize)
                .ToArray()
                .Select(c => (int)c)
                .ShouldBe(order, $"{form}, picture {image}");
            // A softmax loses the offset of its logits and keeps their differences.
            for (var rank = 1; rank < rows.HeadSize; rank++)
                (rows.TopLogit[image * rows.HeadSize] - rows.TopLogit[image * rows.HeadSize + rank]).ShouldBe(
                    wanted[order[0]] - wanted[order[rank]],
                    5e-3f,
                    $"{form}, picture {image}, rank {rank}"
                );
        }
    }

    async Task<PredictionArrays> RunAsync(byte[] bytes, ModelContract contract)
    {
        var pictures = Directory.CreateDirectory(_folder["pictures"]).FullName;
        var images = new List<ManifestImage>();
        foreach (var (i, colour) in Colours.Index())
        {
            Draw(Path.Combine(pictures, $"{i}.png"), colour);
            images.Add(new ManifestImage($"{i}.png", 0, default, [], FacetSet.None));
        }
        var manifest = new DatasetManifest
        {
            Layout = LayoutIds.ImageFolder,
            Variant = DatasetVariants.CustomKey,
            ClassSpaceKey = "five",
            ClassSpaceHash = "",
            ClassCount = ModelShapes.Classes,
            Images = images,
        };
        var dataset = new Dataset
        {
            Key = "colours",
            Variant = manifest.Variant,
            Layout = manifest.Layout,
            Path = "pictures",
            Classes = "five",
            ClassSpaceSize = ModelShapes.Classes,
            ManifestHash = new string('a', 64),
        };
        var folder = Directory.CreateDirectory(_folder["model"]).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "model.onnx"), bytes);
        var file = new ModelFile(folder, Path.Combine(folder, "model.onnx"), new Dictionary<string, OutputKind?>(), []);
        var cage = new ModelCage(Options);

        var bench = new BenchOptions { DataDirectory = _folder.Path };
        await using var children = new ModelChildren(cage, bench, Options, TimeProvider.System);
        var planner = new EnginePlanner(children, new PlanStore(bench), Options, TimeProvider.System);
        var inspection = await new ModelInspector(cage, children, planner, Options).InspectAsync(
            file,
            Contract,
            TestContext.Current.CancellationToken
        );
        var plan = inspection.Plan!;
        var record = RunPlanner.Plan(contract.ToJson(), file, inspection, plan, dataset, manifest, Contract, []);
        var runner = new ShardRunner(
            children,
            new CropCache(new CropCacheOptions { Directory = _folder["crops"] }, TimeProvider.System),
            Options
        );
        await runner.RunAsync(
            new ShardRun(file, manifest, pictures, Contract, record, 0, images.Count, _folder["part.npz"]),
            _ => { },
            TestContext.Current.CancellationToken
        );
        return PredictionFile.Read(_folder["part.npz"]).Arrays;
    }

    static void Draw(string path, (byte R, byte G, byte B) colour)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(new SKColor(colour.R, colour.G, colour.B));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}
