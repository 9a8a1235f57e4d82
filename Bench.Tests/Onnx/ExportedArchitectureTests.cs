using Bench.Onnx.Admission;
using Bench.Onnx.Model;

namespace Bench.Tests.Onnx;

/// <summary>Real architectures as PyTorch's exporter writes them, against their published parameters and multiply-accumulates.</summary>
public sealed class ExportedArchitectureTests
{
    const string Folder = "BENCH_TEST_ARCHITECTURES";

    /// <summary>
    /// Published parameters, what the exported file holds fewer (−) or more (+), and published GMACs at 224.
    /// Fewer: batch normalisation folded into the convolution before it leaves one bias where there were a scale and a shift, so the number
    /// is the count of folded channels. More: Swin's 169-row position bias tables are exported already looked up, 49 × 49 entries a head,
    /// for 138 heads: 138 × (2401 − 169).
    /// </summary>
    static readonly (string Name, long Parameters, long Exported, double GigaOperations)[] Published =
    [
        ("alexnet", 61_100_840, 0, 0.71),
        ("squeezenet1_1", 1_235_496, 0, 0.35),
        ("resnet18", 11_689_512, -4_800, 1.81),
        ("resnet50", 25_557_032, -26_560, 4.09),
        ("densenet121", 7_978_856, -7_488, 2.83),
        ("mobilenet_v2", 3_504_872, -17_056, 0.30),
        ("efficientnet_b0", 5_288_548, -21_008, 0.39),
        ("convnext_tiny", 28_589_128, 0, 4.46),
        ("vit_b_16", 86_567_656, 0, 17.56),
        ("swin_t", 28_288_354, 138 * (2401 - 169), 4.49),
    ];

    /// <remarks>One test for all, so that a machine without the files skips once.</remarks>
    [Fact]
    public void Parameters_and_operations_meet_the_published_numbers()
    {
        var folder = Environment.GetEnvironmentVariable(Folder);
        Assert.SkipUnless(Directory.Exists(folder), $"no folder of exported architectures (set {Folder})");
        foreach (var (name, parameters, exported, gigaOperations) in Published)
        {
            var result = OnnxAdmission.Inspect(Path.Combine(folder, $"{name}.onnx"), new OnnxLimits(), CancellationToken.None);

            result.Problem.ShouldBeNull(name);
            var cost = result.Model!.Cost;
            cost.Uncounted.ShouldBeEmpty(name);
            cost.Parameters.ShouldBe(parameters + exported, name);
            (cost.MultiplyAccumulates / 1e9).ShouldBe(gigaOperations, 0.03 * gigaOperations, name);
            result
                .Model.ClassOutputs.ShouldHaveSingleItem()
                .ShouldBe(new OnnxClassOutput("logits", OnnxElementType.Float, 1000, OnnxOutputScale.Logits), name);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{name}: {cost.Parameters} parameters, {cost.MultiplyAccumulates / 1e9:F4} GMACs"
            );
        }
    }
}
