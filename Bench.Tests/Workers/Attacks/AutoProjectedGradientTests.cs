using System.Text.Json;
using Bench.Imaging.Contract;
using Bench.Onnx.Model;
using Bench.Service.Attacks;
using Bench.Tests.Onnx.Gradients;
using Bench.Workers.Attacks;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Protocol;

namespace Bench.Tests.Workers.Attacks;

/// <summary>Auto-PGD over two exported networks against a second one written in PyTorch, image by image (Golden/make_apgd.py).</summary>
public sealed class AutoProjectedGradientTests
{
    sealed record Run(string Network, int Size, string Loss, float Epsilon, int Iterations, Result[] Images);

    sealed record Result(int Label, bool Fooled, int Queries, float Margin);

    [Fact]
    public void A_run_is_reproduced_image_by_image_by_PyTorch()
    {
        var runs = JsonSerializer.Deserialize<Run[]>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Workers/Attacks/Golden/apgd.json")),
            JsonSerializerOptions.Web
        )!;
        var networks = GoldenCase.Read(GoldenCase.PathOf("networks.json")).ToDictionary(golden => golden.Name);
        using var folder = new TempFolder();
        runs.Length.ShouldBe(4);
        foreach (var run in runs)
        {
            File.WriteAllBytes(folder["model.onnx"], Convert.FromBase64String(networks[run.Network].Model));
            var identity = new Preprocessing
            {
                Width = run.Size,
                Height = run.Size,
                Mean = new(0, 0, 0),
                Std = new(1, 1, 1),
            };
            using var session = AttackSession.Open(
                new OpenModel(folder["model.onnx"], ["cpu"], 1, 0, 0),
                new("x", OnnxElementType.Float, OnnxImageLayout.Nchw, null, run.Size, run.Size),
                new("out", OnnxElementType.Float, 10, OnnxOutputScale.Logits),
                10,
                identity,
                batch: 4,
                new OnnxLimits(),
                TestContext.Current.CancellationToken
            );
            session.HasGradient.ShouldBeTrue();
            var pixels = 3 * run.Size * run.Size;
            float[] originals = [.. Enumerable.Range(0, run.Images.Length).SelectMany(image => Uniform(image, pixels))];
            var pictures = new AttackedPictures(
                session,
                originals,
                [.. run.Images.Select(image => image.Label)],
                [.. run.Images.Select((_, i) => (long)i)],
                chunk: 4
            );
            IAttack attack = new AutoProjectedGradient(run.Loss == "ce" ? AttackLoss.CrossEntropy : AttackLoss.LogitsRatio, run.Iterations);

            AttackEnsemble.Run([attack], pictures, new(AttackNorm.Linf, run.Epsilon), seed: 7, TestContext.Current.CancellationToken);

            for (var i = 0; i < run.Images.Length; i++)
            {
                var (expected, name) = (run.Images[i], $"{run.Network} {run.Loss} {i}");
                pictures.Fooled[i].ShouldBe(expected.Fooled, name);
                pictures.Queries[i].ShouldBe(expected.Queries, name);
                pictures.Margins[i].ShouldBe(expected.Margin, 2e-4f, name);
            }
        }
    }

    static float[] Uniform(int image, int count)
    {
        var random = SeededRandom.For(99, image, 1);
        var picture = new float[count];
        foreach (ref var number in picture.AsSpan())
            number = random.NextSingle();
        return picture;
    }
}
