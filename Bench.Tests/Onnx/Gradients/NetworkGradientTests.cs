using Bench.Onnx.Gradients;
using Bench.Onnx.Model;

namespace Bench.Tests.Onnx.Gradients;

/// <summary>Whole networks as PyTorch's exporter writes them, against its automatic differentiation in double precision
/// (Golden/make_network_gradients.py).</summary>
public sealed class NetworkGradientTests
{
    const string Folder = "BENCH_TEST_ARCHITECTURES";

    static readonly Lazy<Dictionary<string, GoldenCase>> Small = new(() =>
        GoldenCase.Read(GoldenCase.PathOf("networks.json")).ToDictionary(golden => golden.Name)
    );

    public static TheoryData<string> Names => [.. Small.Value.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_small_network_of_a_real_architecture_agrees(string name)
    {
        var golden = Small.Value[name];

        var result = SmallGradients.Build(Convert.FromBase64String(golden.Model), Image(golden), "out");

        result.Missing.ShouldBeEmpty();
        RelativeDifference(golden, result.Model!).ShouldBeLessThan(1e-4);
    }

    /// <remarks>One test for all, so that a machine without the files skips once.</remarks>
    [Fact]
    public void Networks_of_real_size_agree()
    {
        var files =
            Environment.GetEnvironmentVariable(Folder) is { } folder && Directory.Exists(folder)
                ? Directory.GetFiles(folder, "*.json")
                : [];
        Assert.SkipUnless(files.Length > 0, $"no folder of exported architectures with gradients (set {Folder})");
        foreach (var golden in files.Order(StringComparer.Ordinal).SelectMany(GoldenCase.Read))
        {
            var path = Path.Combine(Path.GetDirectoryName(files[0])!, golden.Model);
            var result = OnnxGradient.Build(
                path,
                Image(golden),
                "out",
                1,
                224,
                224,
                new OnnxLimits(),
                TestContext.Current.CancellationToken
            );

            result.Missing.ShouldBeEmpty(golden.Name);
            var difference = RelativeDifference(golden, result.Model!);
            TestContext.Current.TestOutputHelper?.WriteLine($"{golden.Name}: relative difference {difference:E2}");
            difference.ShouldBeLessThan(1e-4, golden.Name);
        }
    }

    static OnnxImageInput Image(GoldenCase golden) =>
        new("x", OnnxElementType.Float, OnnxImageLayout.Nchw, golden.Shape[0], golden.Shape[2], golden.Shape[3]);

    /// <summary>The larger of the logits' and the gradient's differences, each as a share of its Euclidean length.</summary>
    static double RelativeDifference(GoldenCase golden, GradientModel model)
    {
        using var runner = new GradientRunner(model);
        var (logits, gradient) = runner.Run(GoldenCase.Numbers(golden.Image), GoldenCase.Numbers(golden.Seed));
        return Math.Max(Share(logits, GoldenCase.Numbers(golden.Outputs)), Share(gradient, GoldenCase.Numbers(golden.Gradient)));

        static double Share(float[] actual, float[] expected) =>
            Math.Sqrt(actual.Zip(expected, (a, e) => Math.Pow((double)a - e, 2)).Sum() / expected.Sum(e => (double)e * e));
    }
}
