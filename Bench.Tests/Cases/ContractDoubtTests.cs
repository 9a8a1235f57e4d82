using Bench.Imaging.Contract;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Service.Models;

namespace Bench.Tests.Cases;

/// <summary>Preprocessing contracts that nobody can mean, or that a graph has kept already.</summary>
public sealed class ContractDoubtTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("""{"mean": [123.675, 116.28, 103.53], "std": [58.395, 57.12, 57.375]}""", "mean", "set value_range to byte")]
    [InlineData("""{"std": [58.395, 57.12, 57.375]}""", "std", "set value_range to byte")]
    [InlineData(
        """{"value_range": "byte", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}""",
        "mean",
        "leave value_range out"
    )]
    [InlineData("""{"mean": [0.229, 0.224, 0.225], "std": [0.485, 0.456, 0.406]}""", "std", "look swapped")]
    [InlineData("""{"mean": [0.26862954, 0.26130258, 0.27577711], "std": [0.48145466, 0.4578275, 0.40821073]}""", "std", "look swapped")]
    [InlineData("""{"crop_pct": 87.5}""", "crop_pct", "87.5 % is 0.875")]
    [InlineData("""{"test_crop_pct": 95}""", "test_crop_pct", "95 % is 0.95")]
    public void What_nobody_can_mean_is_refused_with_the_way_out(string json, string field, string words)
    {
        PreprocessingJson.Read(json, out var errors).ShouldBeNull();

        errors[0].Field.ShouldBe(field);
        errors[0].Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}""")]
    [InlineData("""{"mean": [0, 0, 0], "std": [1, 1, 1]}""")]
    [InlineData("""{"mean": [0.485, 0.456, 0.406], "std": [0.00392, 0.00392, 0.00392]}""")]
    [InlineData("""{"value_range": "byte", "mean": [0, 0, 0], "std": [255, 255, 255]}""")]
    [InlineData("""{"value_range": "byte", "mean": [127.5, 127.5, 127.5], "std": [127.5, 127.5, 127.5]}""")]
    [InlineData("""{"channel_order": "bgr", "value_range": "byte", "mean": [103.939, 116.779, 123.68], "std": [1, 1, 1]}""")]
    [InlineData("""{"channel_order": "bgr"}""")]
    public void What_is_in_use_is_neither_refused_nor_doubted(string json) =>
        ContractDoubts.Of(PreprocessingJson.Read(json, out _).ShouldNotBeNull()).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"channel_order": "bgr", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}""", "is BGR")]
    [InlineData("""{"mean": [0.406, 0.456, 0.485], "std": [0.225, 0.224, 0.229]}""", "is RGB")]
    [InlineData("""{"value_range": "byte", "mean": [103.939, 116.779, 123.68], "std": [1, 1, 1]}""", "is RGB")]
    public void A_mean_in_the_other_channel_order_is_doubted(string json, string words)
    {
        var check = ContractDoubts.Of(PreprocessingJson.Read(json, out _)!).ShouldHaveSingleItem();

        check.Code.ShouldBe("mean-order-doubtful");
        check.Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("unit imagenet", "{}", "normalised-twice")]
    [InlineData("unit imagenet", """{"mean": [0, 0, 0], "std": [1, 1, 1]}""", null)]
    [InlineData("unit imagenet", """{"value_range": "byte", "mean": [0, 0, 0], "std": [1, 1, 1]}""", "normalised-twice")]
    [InlineData("byte imagenet", "{}", "normalised-twice")]
    [InlineData("byte imagenet", """{"value_range": "byte", "mean": [0, 0, 0], "std": [1, 1, 1]}""", null)]
    [InlineData("byte imagenet nhwc", """{"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}""", "normalised-twice")]
    [InlineData("rescaling", "{}", "normalised-twice")]
    [InlineData("rescaling", """{"value_range": "byte", "mean": [0, 0, 0], "std": [1, 1, 1]}""", null)]
    [InlineData("imagenet to half", "{}", null)]
    [InlineData("none", "{}", null)]
    [InlineData("learned", "{}", null)]
    public void A_graph_that_normalises_for_itself_wants_plain_pixels(string graph, string json, string? code)
    {
        var model = OnnxAdmission
            .Inspect(_folder.Write("model.onnx", Graph(graph)), new OnnxLimits(), TestContext.Current.CancellationToken)
            .Model!;

        ContractDoubts.WithGraph(PreprocessingJson.Read(json, out _)!, "float", model.InputScale)?.Code.ShouldBe(code);
        (ContractDoubts.WithGraph(PreprocessingJson.Read(json, out _)!, "float", model.InputScale) is null).ShouldBe(code is null);
    }

    [Fact]
    public void Bytes_take_no_mean_and_no_deviation()
    {
        ContractDoubts.WithGraph(Preprocessing.Default, "uint8", null)!.Code.ShouldBe("normalisation-unused");
        ContractDoubts
            .WithGraph(PreprocessingJson.Read("""{"value_range": "byte", "mean": [0, 0, 0], "std": [1, 1, 1]}""", out _)!, "uint8", null)
            .ShouldBeNull();
    }

    static byte[] Graph(string kind)
    {
        var builder = new OnnxModelBuilder();
        string[] names = kind switch
        {
            "none" => [],
            "rescaling" => ["Mul"],
            "imagenet to half" => ["Mul", "Add"],
            _ => ["Sub", "Div"],
        };
        float[][] numbers = kind switch
        {
            "unit imagenet" =>
            [
                [0.485f, 0.456f, 0.406f],
                [0.229f, 0.224f, 0.225f],
            ],
            "byte imagenet" or "byte imagenet nhwc" =>
            [
                [123.675f, 116.28f, 103.53f],
                [58.395f, 57.12f, 57.375f],
            ],
            "rescaling" =>
            [
                [1 / 255f],
            ],
            // torchvision's Inception: from ImageNet's normalisation to −1 … 1.
            "imagenet to half" =>
            [
                [0.458f, 0.448f, 0.45f],
                [-0.03f, -0.088f, -0.188f],
            ],
            "learned" =>
            [
                [0.13f, -0.2f, 0.4f],
                [0.7f, 1.9f, 1.1f],
            ],
            _ => [],
        };
        var (nhwc, name) = (kind.EndsWith("nhwc", StringComparison.Ordinal), "input");
        builder.Input(name, OnnxElementType.Float, nhwc ? ["N", 8, 8, 3] : ["N", 3, 8, 8]);
        for (var i = 0; i < names.Length; i++)
        {
            long[] dims =
                numbers[i].Length == 1 ? []
                : nhwc ? [3]
                : [1, 3, 1, 1];
            builder.Initializer<float>($"c{i}", numbers[i], dims).Node(names[i], [name, $"c{i}"], [$"x{i}"]);
            name = $"x{i}";
        }
        if (nhwc)
            builder.Node("Transpose", [name], ["planes"], OnnxModelBuilder.Attribute("perm", [0L, 3, 1, 2]));
        builder.Node("GlobalAveragePool", [nhwc ? "planes" : name], ["pooled"]).Node("Flatten", ["pooled"], ["flat"]);
        return builder
            .Initializer<float>("w", new float[30], 3, 10)
            .Node("MatMul", ["flat", "w"], ["output"])
            .Output("output", OnnxElementType.Float, "N", 10)
            .ToArray();
    }

    public void Dispose() => _folder.Dispose();
}
