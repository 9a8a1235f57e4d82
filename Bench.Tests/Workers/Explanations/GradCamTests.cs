using System.Text.Json;
using Bench.Imaging.Contract;
using Bench.Onnx.Admission;
using Bench.Onnx.Gradients;
using Bench.Onnx.Model;
using Bench.Service.Explanations;
using Bench.Tests.Onnx.Gradients;
using Bench.Workers.Attacks;
using Bench.Workers.Explanations;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Protocol;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Tests.Workers.Explanations;

/// <summary>Grad-CAM: against PyTorch (Golden/make_gradcam.py), and by what any map must do.</summary>
public sealed class GradCamTests
{
    const int Side = 24,
        Plane = Side * Side,
        PatchSide = 6,
        PatchTop = 15,
        PatchLeft = 3;

    static readonly PictureFrame Frame = new(Side, Side, [0.5f, 0.5f, 0.5f]);

    sealed record Golden(string Network, int Size, int Label, int Channels, int Height, int Width, string? Map);

    [Fact]
    public void Maps_are_those_of_autograd_and_a_transformer_of_patches_has_none()
    {
        var golden = JsonSerializer.Deserialize<Golden[]>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Workers/Explanations/Golden/gradcam.json")),
            JsonSerializerOptions.Web
        )!;
        var networks = GoldenCase.Read(GoldenCase.PathOf("networks.json")).ToDictionary(each => each.Name);
        golden.Length.ShouldBe(networks.Count);
        foreach (var one in golden)
        {
            using var session = Open(Convert.FromBase64String(networks[one.Network].Model), one.Size, 10);
            session.Missing.ShouldBeEmpty(one.Network);
            if (one.Map is null)
            {
                session.HasGradient.ShouldBeFalse(one.Network);
                continue;
            }
            var features = session.Features.ShouldNotBeNull(one.Network);
            (features.Channels, features.Height, features.Width).ShouldBe((one.Channels, one.Height, one.Width), one.Network);
            features.Node.ShouldNotBeEmpty();
            var picture = Picture(3 * one.Size * one.Size, 99);

            var map = Map(session, one.Label, picture, new PictureFrame(one.Size, one.Size, [0, 0, 0]));

            var expected = GoldenCase.Numbers(one.Map);
            var largest = expected.Max();
            largest.ShouldBeGreaterThan(0, one.Network);
            map.Zip(expected, (made, due) => Math.Abs(made - due)).Max().ShouldBeLessThan(1e-4f * largest, one.Network);
        }
        golden.Count(one => one.Map is null).ShouldBe(1);
    }

    [Fact]
    public void A_model_that_looks_at_one_patch_points_at_it()
    {
        using var session = Open(Patch(), Side, 2);
        var picture = Enumerable.Repeat(0.5f, 3 * Plane).ToArray();
        foreach (var place in Enumerable.Range(0, Plane).Where(InPatch))
            picture[place] = 1;
        var model = new ExplainedModel(session, 0, 4, TestContext.Current.CancellationToken);

        var map = Map(session, 0, picture, Frame);

        InPatch(Array.IndexOf(map, map.Max())).ShouldBeTrue();
        var best = Enumerable.Range(0, Plane).OrderByDescending(place => map[place]).Take(PatchSide * PatchSide).ToArray();
        best.Count(InPatch).ShouldBeGreaterThanOrEqualTo(PatchSide * PatchSide * 3 / 4);
        Map(session, 1, picture, Frame).ShouldAllBe(value => value == 0, "nothing speaks for the other class");
        model.ClassMap(picture).Map.Length.ShouldBe(8 * 8);
    }

    [Fact]
    public void Random_weights_destroy_the_map()
    {
        var picture = Picture(3 * Plane, 5);
        float[] Of(int seed)
        {
            using var session = Open(RandomNetwork(seed), Side, 4);
            return Map(session, 1, picture, Frame);
        }

        var map = Of(1);

        map.Max().ShouldBeGreaterThan(0);
        map.ShouldBe(Of(1), "the same weights give the same map");
        Math.Abs(Correlation(map, Of(2))).ShouldBeLessThan(0.5);
    }

    [Fact]
    public void A_squeeze_is_no_global_pooling_and_channels_may_be_last()
    {
        // The block's pooling is the only one before the sequence, and there is a way around it.
        var squeezed = SmallGradients.Build(
            new OnnxModelBuilder()
                .Input("x", OnnxElementType.Float, 1, 3, 6, 6)
                .Node("GlobalAveragePool", ["x"], ["squeezed"])
                .Node("Sigmoid", ["squeezed"], ["gate"])
                .Node("Mul", ["x", "gate"], ["excited"])
                .Initializer<long>("sequence", [1, 3, 36], 3)
                .Node("Reshape", ["excited", "sequence"], ["tokens"])
                .Node("ReduceMean", ["tokens"], ["out"], Attribute("axes", [2L]), Attribute("keepdims", 0L))
                .Output("out", OnnxElementType.Float, 1, 3)
                .ToArray(),
            Image(6),
            "out",
            classMap: true
        );
        (squeezed.Model, squeezed.Missing.Count).ShouldBe((null, 0));

        var last = SmallGradients.Build(
            new OnnxModelBuilder()
                .Input("x", OnnxElementType.Float, 1, 3, 6, 6)
                .Node("Transpose", ["x"], ["rows"], Attribute("perm", [0L, 2, 3, 1]))
                .Node("Tanh", ["rows"], ["features"])
                .Node("ReduceMean", ["features"], ["out"], Attribute("axes", [1L, 2]), Attribute("keepdims", 0L))
                .Output("out", OnnxElementType.Float, 1, 3)
                .ToArray(),
            Image(6),
            "out",
            classMap: true
        );
        last.Model!.Features.ShouldBe(new FeatureTensor("features", 3, 6, 6));
    }

    static OnnxImageInput Image(int side) => new("x", OnnxElementType.Float, OnnxImageLayout.Nchw, null, side, side);

    static float[] Map(AttackSession session, int label, float[] picture, PictureFrame frame) =>
        Explainer.Map(
            ExplanationMethodTests.Spec(ExplanationSpec.GradCam, 0),
            new ExplainedModel(session, label, 4, TestContext.Current.CancellationToken),
            picture,
            frame,
            image: 0
        );

    static AttackSession Open(byte[] model, int side, int classes)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["model.onnx"], model);
        return AttackSession.Open(
            new OpenModel(folder["model.onnx"], ["cpu"], 1, 0, 0),
            Image(side),
            new("out", OnnxElementType.Float, classes, OnnxOutputScale.Logits),
            classes,
            new Preprocessing
            {
                Width = side,
                Height = side,
                Mean = new(0, 0, 0),
                Std = new(1, 1, 1),
            },
            batch: 2,
            new OnnxLimits(),
            TestContext.Current.CancellationToken,
            Derivative.ClassMap
        );
    }

    /// <summary>Its first class grows with what is redder than 0.75, found in squares of 3 × 3.</summary>
    static byte[] Patch()
    {
        var weights = new float[2 * 3 * 3 * 3];
        for (var i = 0; i < 9; i++)
            weights[i] = 1f / 9;
        return Network(weights, [-0.75f, -1], [4, -4, 0, 0], 2, 2);
    }

    static byte[] RandomNetwork(int seed)
    {
        var random = new Random(seed);
        return Network(Draw(8 * 3 * 3 * 3), Draw(8), Draw(8 * 4), 8, 4);

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    /// <summary>A convolution, a rectifier, global pooling, and a dense layer.</summary>
    static byte[] Network(float[] weights, float[] offsets, float[] dense, int features, int classes) =>
        new OnnxModelBuilder()
            .Input("x", OnnxElementType.Float, "N", 3, Side, Side)
            .Initializer<float>("weights", weights, features, 3, 3, 3)
            .Initializer<float>("offsets", offsets, features)
            .Node("Conv", ["x", "weights", "offsets"], ["found"], Attribute("strides", [3L, 3]))
            .Node("Relu", ["found"], ["features"])
            .Node("GlobalAveragePool", ["features"], ["pooled"])
            .Node("Flatten", ["pooled"], ["flat"])
            .Initializer<float>("dense", dense, features, classes)
            .Node("MatMul", ["flat", "dense"], ["out"])
            .Output("out", OnnxElementType.Float, "N", classes)
            .ToArray();

    static bool InPatch(int place) =>
        place / Side is >= PatchTop and < PatchTop + PatchSide && place % Side is >= PatchLeft and < PatchLeft + PatchSide;

    static float[] Picture(int count, int seed)
    {
        var random = SeededRandom.For(seed, 0, 1);
        var picture = new float[count];
        foreach (ref var number in picture.AsSpan())
            number = random.NextSingle();
        return picture;
    }

    static double Correlation(float[] one, float[] other)
    {
        var (first, second) = (one.Average(), other.Average());
        double Sum(Func<int, double> of) => Enumerable.Range(0, one.Length).Sum(of);
        return Sum(i => (one[i] - first) * (other[i] - second))
            / Math.Sqrt(Sum(i => Math.Pow(one[i] - first, 2)) * Sum(i => Math.Pow(other[i] - second, 2)));
    }
}
