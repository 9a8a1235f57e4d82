using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using static Bench.Onnx.Admission.OnnxModelBuilder;
using static Bench.Onnx.Model.OnnxElementType;

namespace Bench.Tests.Onnx;

/// <summary>Small graphs whose parameters and operations are worked out by hand. Each takes [N, 3, 8, 8] and ends in 4 classes.</summary>
public sealed class OnnxCostTests : IDisposable
{
    const int Average = 5 * 6 * 6,
        Matrix = 5 * 4;

    readonly TempFolder _folder = new();

    [Fact]
    public void A_convolution_multiplies_its_kernel_at_every_place()
    {
        // 5 kernels of 3 × 3 × 3 at 6 × 6 places; then an average over 6 × 6 and a 5 × 4 matrix.
        var cost = Cost(
            Start()
                .Initializer<float>("w", new float[5 * 3 * 9], 5, 3, 3, 3)
                .Initializer<float>("b", new float[5], 5)
                .Node("Conv", ["x", "w", "b"], ["y"])
        );

        cost.Parameters.ShouldBe(5 * 27 + 5 + Matrix);
        cost.MultiplyAccumulates.ShouldBe(5 * 36 * 27 + Average + Matrix);
    }

    [Fact]
    public void Stride_padding_and_groups_count()
    {
        // 6 kernels in 3 groups see one channel each; 8 + 2 × 1 − 3 over 2 gives 4 places an axis.
        var cost = Cost(
            Start()
                .Initializer<float>("w", new float[6 * 9], 6, 1, 3, 3)
                .Node("Conv", ["x", "w"], ["y"], Attribute("group", 3), Attribute("strides", [2, 2]), Attribute("pads", [1, 1, 1, 1])),
            channels: 6
        );

        cost.MultiplyAccumulates.ShouldBe(6 * 16 * 9 + 6 * 16 + 6 * 4);
    }

    [Fact]
    public void A_transposed_convolution_multiplies_its_kernel_for_every_input()
    {
        var cost = Cost(
            Start()
                .Initializer<float>("w", new float[3 * 5 * 4], 3, 5, 2, 2)
                .Node("ConvTranspose", ["x", "w"], ["y"], Attribute("strides", [2, 2]))
        );

        // 3 × 8 × 8 inputs meet 5 × 2 × 2 weights each; 16 × 16 come out.
        cost.MultiplyAccumulates.ShouldBe(3 * 64 * 20 + 5 * 256 + Matrix);
    }

    [Fact]
    public void A_quantised_convolution_counts_as_the_one_it_stands_for()
    {
        var cost = Cost(
            Start()
                .Initializer("s", [0.1f])
                .Initializer<byte>("z", [128])
                .Initializer<byte>("w", new byte[5 * 27], 5, 3, 3, 3)
                .Initializer<int>("b", new int[5], 5)
                .Node("QuantizeLinear", ["x", "s", "z"], ["xq"])
                .Node("QLinearConv", ["xq", "s", "z", "w", "s", "z", "s", "z", "b"], ["yq"])
                .Node("DequantizeLinear", ["yq", "s", "z"], ["y"])
        );

        cost.Parameters.ShouldBe(5 * 27 + 5 + Matrix);
        cost.MultiplyAccumulates.ShouldBe(5 * 36 * 27 + Average + Matrix);
        cost.Weights.ShouldBe([new(UInt8, 135, 135 * 8), new(Float, Matrix, Matrix * 32), new(OnnxElementType.Int32, 5, 160)]);
    }

    [Fact]
    public void A_function_counts_wherever_it_is_called()
    {
        var builder = Start()
            .Opset("local", 1)
            .Initializer<float>("w", new float[5 * 3], 5, 3, 1, 1)
            .Initializer<float>("v", new float[5 * 5], 5, 5, 1, 1)
            .Function(
                "local",
                "ConvRelu",
                ["a", "k"],
                ["c"],
                CreateNode("", "Conv", ["a", "k"], ["b"]),
                CreateNode("", "Relu", ["b"], ["c"])
            )
            .Node("local", "ConvRelu", ["x", "w"], ["once"])
            .Node("local", "ConvRelu", ["once", "v"], ["y"]);

        Cost(builder).MultiplyAccumulates.ShouldBe(64 * 15 + 64 * 25 + 5 * 64 + Matrix);
    }

    [Fact]
    public void Attention_multiplies_queries_with_keys_and_scores_with_values()
    {
        // 64 pixels of 3 numbers each are the sequence, rank 3 after a reshape that computes its shape from the input's.
        var builder = Start()
            .Opset("com.microsoft", 1)
            .Initializer<long>("zero", [0], 1)
            .Initializer<long>("rest", [3, 64], 2)
            .Initializer<float>("qkv", new float[3 * 15], 3, 15)
            .Initializer<long>("shape", [-1, 5, 8, 8], 4)
            .Node("Shape", ["x"], ["sizes"])
            .Node("Gather", ["sizes", "zero"], ["n"])
            .Node("Concat", ["n", "rest"], ["flat"], Attribute("axis", 0))
            .Node("Reshape", ["x", "flat"], ["columns"])
            .Node("Transpose", ["columns"], ["rows"], Attribute("perm", [0, 2, 1]))
            .Node("com.microsoft", "Attention", ["rows", "qkv"], ["attended"], Attribute("num_heads", 1))
            .Node("Reshape", ["attended", "shape"], ["y"]);

        var cost = Cost(builder);

        cost.MultiplyAccumulates.ShouldBe(64 * 3 * 15 + 64 * 64 * (5 + 5) + 5 * 64 + Matrix);
        cost.Uncounted.ShouldBeEmpty();
    }

    [Fact]
    public void Einsum_multiplies_over_all_its_letters() =>
        Cost(Start().Initializer<float>("w", new float[15], 3, 5).Node("Einsum", ["x", "w"], ["y"], Attribute("equation", "nchw,ck->nkhw")))
            .MultiplyAccumulates.ShouldBe(64 * 15 + 5 * 64 + Matrix);

    [Fact]
    public void What_nothing_is_known_about_is_listed()
    {
        var cost = Cost(Start().Opset("com.microsoft", 1).Node("com.microsoft", "Mystery", ["x"], ["y"]));

        cost.Uncounted.ShouldBe(["GlobalAveragePool × 1", "MatMul × 1", "Mystery × 1"]);
        cost.MultiplyAccumulates.ShouldBe(0);
    }

    [Fact]
    public void A_fixed_batch_is_divided_out()
    {
        var builder = new OnnxModelBuilder()
            .Input("x", Float, 4, 3, 8, 8)
            .Initializer<float>("w", new float[5 * 27], 5, 3, 3, 3)
            .Node("Conv", ["x", "w"], ["y"]);

        Cost(builder).MultiplyAccumulates.ShouldBe(5 * 36 * 27 + Average + Matrix);
    }

    [Fact]
    public void Running_statistics_are_no_parameters_but_scale_and_shift_are()
    {
        var builder = Start();
        foreach (var name in new[] { "scale", "shift", "mean", "variance" })
            builder.Initializer<float>(name, new float[3], 3);

        Cost(builder.Node("BatchNormalization", ["x", "scale", "shift", "mean", "variance"], ["y"]), channels: 3)
            .Parameters.ShouldBe(3 + 3 + 3 * 4);
    }

    [Fact]
    public void Equal_tensors_that_the_exporter_stored_once_count_as_often_as_they_are_lent()
    {
        var builder = Start()
            .Initializer<float>("shared", new float[3], 3, 1, 1)
            .Node("Identity", ["shared"], ["lent"])
            .Node("Add", ["x", "shared"], ["a"])
            .Node("Mul", ["a", "shared"], ["b"])
            .Node("Add", ["b", "lent"], ["y"]);

        Cost(builder, channels: 3).Parameters.ShouldBe(2 * 3 + 3 * 4);
    }

    [Theory]
    [InlineData("Softmax", OnnxOutputScale.Probabilities)]
    [InlineData("LogSoftmax", OnnxOutputScale.LogProbabilities)]
    [InlineData("Sigmoid", OnnxOutputScale.Sigmoid)]
    public void The_scale_of_an_output_is_read_through_what_only_reshapes_it(string op, OnnxOutputScale scale)
    {
        var builder = new OnnxModelBuilder()
            .Input("x", Float16, "N", 2, 2, 3)
            .Node("Flatten", ["x"], ["flat"])
            .Node(op, ["flat"], ["soft"])
            .Node("Identity", ["soft"], ["same"])
            .Node("Cast", ["same"], ["out"], Attribute("to", (long)Float))
            .Output("out", Float, "N", 12);

        var model = Inspect(builder);

        model.ClassOutputs.ShouldBe([new("out", Float, 12, scale)]);
        model.ImageInput.ShouldBe(new("x", Float16, OnnxImageLayout.Nhwc, null, 2, 2));
    }

    [Theory]
    [InlineData("Sigmoid", OnnxOutputScale.Sigmoid)]
    [InlineData("Softmax", OnnxOutputScale.Logits)]
    [InlineData("LogSoftmax", OnnxOutputScale.Logits)]
    public void What_constants_stretch_and_move_is_no_probability_any_more(string op, OnnxOutputScale scale)
    {
        var builder = new OnnxModelBuilder()
            .Input("x", Float, "N", 3, 2, 2)
            .Initializer<float>("hundred", [100], 1)
            .Node("Flatten", ["x"], ["flat"])
            .Node(op, ["flat"], ["soft"])
            .Node("Mul", ["hundred", "soft"], ["stretched"])
            .Node("Add", ["stretched", "hundred"], ["out"])
            .Output("out", Float, "N", 12);

        Inspect(builder).ClassOutputs.ShouldBe([new("out", Float, 12, scale)]);
    }

    static OnnxModelBuilder Start() => new OnnxModelBuilder().Input("x", Float, "N", 3, 8, 8);

    OnnxCost Cost(OnnxModelBuilder builder, int channels = 5) =>
        Inspect(
            builder
                .Initializer<float>("matrix", new float[channels * 4], channels, 4)
                .Node("GlobalAveragePool", ["y"], ["pooled"])
                .Node("Flatten", ["pooled"], ["row"])
                .Node("MatMul", ["row", "matrix"], ["logits"])
                .Output("logits", Float, "N", 4)
        ).Cost;

    OnnxModel Inspect(OnnxModelBuilder builder)
    {
        var path = Path.Combine(_folder.Path, "m.onnx");
        builder.Save(path);
        var result = OnnxAdmission.Inspect(path, new(), CancellationToken.None);
        result.Problem.ShouldBeNull();
        return result.Model!;
    }

    public void Dispose() => _folder.Dispose();
}
