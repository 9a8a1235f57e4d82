using Bench.Workers.Inference.Onnx;

namespace Bench.Tests.Workers.Inference.Onnx;

/// <summary>Real architectures as PyTorch's exporter writes them, against their published parameters and multiply-accumulates.</summary>
public sealed class ExportedArchitectureTests
{
    const string Folder = "BENCH_TEST_ARCHITECTURES";

    /// <summary>
    /// Published parameters, what the exported file holds fewer (−) or more (+), and published GMACs at 224.
    /// Fewer: batch normalisation folded into the convolution before it leaves one bias where there were a scale and a shift, so the number is the count of
    /// folded channels. More: Swin's 169-row position bias tables are exported already looked up, 49 × 49 entries a head, for 138 heads: 138 × (2401 − 169).
    /// </summary>
    public static TheoryData<string, long, long, double> Published => new()
    {
        { "alexnet", 61_100_840, 0, 0.71 },
        { "squeezenet1_1", 1_235_496, 0, 0.35 },
        { "resnet18", 11_689_512, -4_800, 1.81 },
        { "resnet50", 25_557_032, -26_560, 4.09 },
        { "densenet121", 7_978_856, -7_488, 2.83 },
        { "mobilenet_v2", 3_504_872, -17_056, 0.30 },
        { "efficientnet_b0", 5_288_548, -21_008, 0.39 },
        { "convnext_tiny", 28_589_128, 0, 4.46 },
        { "vit_b_16", 86_567_656, 0, 17.56 },
        { "swin_t", 28_288_354, 138 * (2401 - 169), 4.49 },
    };

    public static bool HaveFolder => Directory.Exists(Environment.GetEnvironmentVariable(Folder));

    /// <remarks>One case until it runs, so that a machine without the files skips once.</remarks>
    [Theory(Skip = $"no folder of exported architectures (set {Folder})", SkipUnless = nameof(HaveFolder))]
    [MemberData(nameof(Published), DisableDiscoveryEnumeration = true)]
    public void Parameters_and_operations_meet_the_published_numbers(string name, long parameters, long exported, double gigaOperations)
    {
        var folder = Environment.GetEnvironmentVariable(Folder);

        var result = OnnxAdmission.Inspect(Path.Combine(folder!, $"{name}.onnx"), new OnnxLimits(), CancellationToken.None);

        result.Problem.ShouldBeNull();
        var cost = result.Model!.Cost;
        cost.Uncounted.ShouldBeEmpty();
        cost.Parameters.ShouldBe(parameters + exported);
        (cost.MultiplyAccumulates / 1e9).ShouldBe(gigaOperations, 0.03 * gigaOperations);
        result.Model.ClassOutput(1000).ShouldBe(new OnnxClassOutput("logits", OnnxElementType.Float, 1000, OnnxOutputScale.Logits));
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {cost.Parameters} parameters, {cost.MultiplyAccumulates / 1e9:F4} GMACs");
    }
}
