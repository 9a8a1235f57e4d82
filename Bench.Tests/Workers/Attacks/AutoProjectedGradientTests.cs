using System.Text.Json;
using Bench.Imaging.Contract;
using Bench.Onnx.Model;
using Bench.Service.Attacks;
using Bench.Tests.Onnx.Gradients;
using Bench.Workers.Attacks;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Protocol;

namespace Bench.Tests.Workers.Attacks;

/// <summary>Auto-PGD over exported networks against a second one written in PyTorch, image by image (Golden/make_apgd.py).</summary>
public sealed class AutoProjectedGradientTests
{
    const string Folder = "BENCH_TEST_APGD";

    /// <summary>Coloured squares on each side of a picture.</summary>
    const int Cells = 32;

    const int Early = 20;

    sealed record Run(string Network, int Size, string Loss, float Epsilon, int Iterations, Result[] Images);

    sealed record Result(int Label, bool Fooled, int Queries, float Margin);

    [Fact]
    public void A_run_is_reproduced_image_by_image_by_PyTorch()
    {
        var runs = Runs(Path.Combine(AppContext.BaseDirectory, "Workers/Attacks/Golden/apgd.json"));
        var networks = GoldenCase.Read(GoldenCase.PathOf("networks.json")).ToDictionary(golden => golden.Name);
        using var folder = new TempFolder();
        runs.Length.ShouldBe(4);
        foreach (var run in runs)
        {
            File.WriteAllBytes(folder["model.onnx"], Convert.FromBase64String(networks[run.Network].Model));
            var pictures = Attacked(run, folder["model.onnx"], classes: 10);
            for (var i = 0; i < run.Images.Length; i++)
            {
                var (expected, name) = (run.Images[i], $"{run.Network} {run.Loss} {i}");
                pictures.Fooled[i].ShouldBe(expected.Fooled, name);
                pictures.Queries[i].ShouldBe(expected.Queries, name);
                pictures.Margins[i].ShouldBe(expected.Margin, 2e-4f, name);
            }
        }
    }

    /// <remarks>One test for all, so that a machine without the files skips once. Rounding grows with every step in networks of this
    /// size, so answers are held to those of PyTorch as long as it has not grown; which pictures fall is held to it to the end.</remarks>
    [Fact]
    public void Runs_over_networks_of_real_size_are_reproduced_too()
    {
        var folder = Environment.GetEnvironmentVariable(Folder);
        Assert.SkipUnless(
            folder is not null && File.Exists(Path.Combine(folder, "apgd.json")),
            $"no folder of networks with their runs (set {Folder})"
        );
        var runs = Runs(Path.Combine(folder!, "apgd.json"));
        var attacked = Array.ConvertAll(runs, run => Attacked(run, Path.Combine(folder!, $"{run.Network}.onnx"), classes: 1000));
        foreach (var (run, pictures) in runs.Zip(attacked))
        {
            pictures.Fooled.ShouldBe([.. run.Images.Select(image => image.Fooled)], $"{run.Network} {run.Loss}");
            foreach (var (i, expected) in run.Images.Index().Where(image => image.Item.Queries <= Early))
                pictures.Queries[i].ShouldBe(expected.Queries, $"{run.Network} {run.Loss} {i}");
        }
    }

    static Run[] Runs(string path) => JsonSerializer.Deserialize<Run[]>(File.ReadAllText(path), JsonSerializerOptions.Web)!;

    static AttackedPictures Attacked(Run run, string model, int classes)
    {
        var identity = new Preprocessing
        {
            Width = run.Size,
            Height = run.Size,
            Mean = new(0, 0, 0),
            Std = new(1, 1, 1),
        };
        using var session = AttackSession.Open(
            new OpenModel(model, ["cpu"], 1, 0, 0),
            new("x", OnnxElementType.Float, OnnxImageLayout.Nchw, null, run.Size, run.Size),
            new("out", OnnxElementType.Float, classes, OnnxOutputScale.Logits),
            classes,
            identity,
            batch: 4,
            new OnnxLimits(),
            TestContext.Current.CancellationToken
        );
        session.HasGradient.ShouldBeTrue();
        var pictures = new AttackedPictures(
            session,
            [.. Enumerable.Range(0, run.Images.Length).SelectMany(image => Picture(image, run.Size))],
            [.. run.Images.Select(image => image.Label)],
            [.. run.Images.Select((_, i) => (long)i)],
            chunk: 4
        );
        IAttack attack = new AutoProjectedGradient(run.Loss == "ce" ? AttackLoss.CrossEntropy : AttackLoss.LogitsRatio, run.Iterations);

        AttackEnsemble.Run([attack], pictures, new(AttackNorm.Linf, run.Epsilon), seed: 7, TestContext.Current.CancellationToken);

        var apart = run.Images.Select((expected, i) => Math.Abs(pictures.Margins[i] - expected.Margin)).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{run.Network} {run.Loss}: {pictures.Fooled.Count(fell => fell)} of {run.Images.Length} fall; answers "
                + $"{string.Join(' ', pictures.Queries)}, PyTorch's {string.Join(' ', run.Images.Select(image => image.Queries))}; "
                + $"margins differ by {string.Join(' ', apart.Select(each => $"{each:0.0e0}"))}"
        );
        return pictures;
    }

    static float[] Picture(int image, int size)
    {
        var (random, cells) = (SeededRandom.For(99, image, 1), Math.Min(size, Cells));
        var (drawn, picture, cell) = (new float[3 * cells * cells], new float[3 * size * size], size / cells);
        foreach (ref var number in drawn.AsSpan())
            number = random.NextSingle();
        for (var i = 0; i < picture.Length; i++)
            picture[i] = drawn[(i / size / size * cells + i / size % size / cell) * cells + i % size / cell];
        return picture;
    }
}
