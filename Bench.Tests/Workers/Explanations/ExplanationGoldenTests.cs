using System.Text.Json;
using Bench.Imaging.Contract;
using Bench.Onnx.Model;
using Bench.Service.Explanations;
using Bench.Tests.Onnx.Gradients;
using Bench.Workers.Attacks;
using Bench.Workers.Explanations;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Protocol;

namespace Bench.Tests.Workers.Explanations;

/// <summary>Maps by gradient over two exported networks against PyTorch's autograd (Golden/make_explanations.py).</summary>
public sealed class ExplanationGoldenTests
{
    sealed record Maps(string Network, int Size, int Label, string GradientInput, string Integrated, string Smooth);

    [Fact]
    public void Maps_by_gradient_are_those_of_autograd()
    {
        var golden = JsonSerializer.Deserialize<Maps[]>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Workers/Explanations/Golden/explanations.json")),
            JsonSerializerOptions.Web
        )!;
        var networks = GoldenCase.Read(GoldenCase.PathOf("networks.json")).ToDictionary(each => each.Name);
        using var folder = new TempFolder();
        golden.Length.ShouldBe(2);
        foreach (var maps in golden)
        {
            File.WriteAllBytes(folder["model.onnx"], Convert.FromBase64String(networks[maps.Network].Model));
            using var session = AttackSession.Open(
                new OpenModel(folder["model.onnx"], ["cpu"], 1, 0, 0),
                new("x", OnnxElementType.Float, OnnxImageLayout.Nchw, null, maps.Size, maps.Size),
                new("out", OnnxElementType.Float, 10, OnnxOutputScale.Logits),
                10,
                new Preprocessing
                {
                    Width = maps.Size,
                    Height = maps.Size,
                    Mean = new(0, 0, 0),
                    Std = new(1, 1, 1),
                },
                batch: 3,
                new OnnxLimits(),
                TestContext.Current.CancellationToken
            );
            var frame = new PictureFrame(maps.Size, maps.Size, [0.45f, 0.45f, 0.45f]);
            var model = new ExplainedModel(session, maps.Label, 3, TestContext.Current.CancellationToken);
            var picture = Picture(3 * frame.Plane);

            ShouldBeNear(Map(ExplanationSpec.GradientInput, 0), maps.GradientInput, maps.Network);
            ShouldBeNear(Map(ExplanationSpec.IntegratedGradients, 8), maps.Integrated, maps.Network);
            ShouldBeNear(Map(ExplanationSpec.SmoothGrad, 5), maps.Smooth, maps.Network);

            float[] Map(string method, int draws) => Explainer.Map(ExplanationMethodTests.Spec(method, draws), model, picture, frame, 0);
        }
    }

    static void ShouldBeNear(float[] made, string golden, string name)
    {
        var expected = GoldenCase.Numbers(golden);
        var largest = expected.Max(Math.Abs);
        made.Length.ShouldBe(expected.Length);
        made.Zip(expected, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThan(1e-4f * largest, name);
    }

    static float[] Picture(int count)
    {
        var random = SeededRandom.For(99, 0, 1);
        var picture = new float[count];
        foreach (ref var number in picture.AsSpan())
            number = random.NextSingle();
        return picture;
    }
}
