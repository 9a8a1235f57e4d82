using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Tests.Onnx.Gradients;

/// <summary>Each way to write integer arithmetic, against the float arithmetic that it stands for: 108 numbers times the weights 0.5, −1
/// and 1.5 of three channels.</summary>
public sealed class QuantizedTwinTests
{
    static readonly OnnxImageInput Image = new("x", OnnxElementType.Float, OnnxImageLayout.Nchw, 1, 6, 6);

    /// <summary>Steps of 0.1 around 100: from −10 to 15.5.</summary>
    static OnnxModelBuilder Model(OnnxElementType input = OnnxElementType.Float) =>
        new OnnxModelBuilder(17)
            .Input("x", input, 1, 3, 6, 6)
            .Output("out", OnnxElementType.Float, 1, 36)
            .Initializer<float>("s", [0.1f])
            .Initializer<byte>("z", [100])
            .Initializer<float>("ws", [0.25f])
            .Initializer<byte>("wz", [128])
            .Initializer<byte>("w", [130, 124, 134], 1, 3, 1, 1)
            .Initializer<int>("b", [80], 1);

    public static TheoryData<string> Forms => ["qdq", "operators", "dynamic", "maximum between"];

    [Theory, MemberData(nameof(Forms))]
    public void The_twin_computes_what_the_integers_stand_for(string form)
    {
        var model = form switch
        {
            "qdq" => Model()
                .Node("QuantizeLinear", ["x", "s", "z"], ["q"])
                .Node("DequantizeLinear", ["q", "s", "z"], ["d"])
                .Node("DequantizeLinear", ["w", "ws", "wz"], ["v"])
                .Initializer<float>("bs", [0.025f])
                .Node("DequantizeLinear", ["b", "bs"], ["c"])
                .Node("Conv", ["d", "v", "c"], ["y"]),
            "operators" => Model()
                .Node("QuantizeLinear", ["x", "s", "z"], ["q"])
                .Node("QLinearConv", ["q", "s", "z", "w", "ws", "wz", "s", "z", "b"], ["r"])
                .Node("DequantizeLinear", ["r", "s", "z"], ["y"]),
            "dynamic" => Model()
                .Node("DynamicQuantizeLinear", ["x"], ["q", "qs", "qz"])
                .Node("ConvInteger", ["q", "w", "qz", "wz"], ["i"])
                .Node("Cast", ["i"], ["f"], Attribute("to", 1L))
                .Node("Mul", ["qs", "ws"], ["m"])
                .Node("Mul", ["f", "m"], ["p"])
                .Initializer<float>("two", [2f])
                .Node("Add", ["p", "two"], ["y"]),
            _ => Model()
                .Node("QuantizeLinear", ["x", "s", "z"], ["q"])
                .Node("MaxPool", ["q"], ["m"], Attribute("kernel_shape", [1L, 1L]))
                .Node("QLinearConv", ["m", "s", "z", "w", "ws", "wz", "s", "z", "b"], ["r"])
                .Node("DequantizeLinear", ["r", "s", "z"], ["y"]),
        };
        var result = SmallGradients.Build(model.Node("Flatten", ["y"], ["out"]).ToArray(), Image, "out");
        result.Missing.ShouldBeEmpty();
        using var runner = new GradientRunner(result.Model!);
        var image = Enumerable.Range(0, 108).Select(i => MathF.Sin(i) * 3).ToArray();
        var seed = Enumerable.Range(0, 36).Select(i => i - 18f).ToArray();

        var (outputs, gradient) = runner.Run(image, seed);

        for (var place = 0; place < 36; place++)
        {
            outputs[place].ShouldBe(0.5f * image[place] - image[36 + place] + 1.5f * image[72 + place] + 2, 1e-4);
            gradient[place].ShouldBe(0.5f * seed[place], 1e-4);
            gradient[36 + place].ShouldBe(-seed[place], 1e-4);
            gradient[72 + place].ShouldBe(1.5f * seed[place], 1e-4);
        }
    }

    [Fact]
    public void Beyond_the_range_of_the_integers_nothing_changes()
    {
        var model = Model()
            .Node("QuantizeLinear", ["x", "s", "z"], ["q"])
            .Node("DequantizeLinear", ["q", "s", "z"], ["d"])
            .Node("Flatten", ["d"], ["out"]);
        using var runner = new GradientRunner(SmallGradients.Build(model.ToArray(), Image, "out").Model!);

        var (outputs, gradient) = runner.Run([.. Enumerable.Range(0, 108).Select(i => i - 50f)], [.. Enumerable.Repeat(1f, 108)]);

        outputs.Min().ShouldBe(-10, 1e-4);
        outputs.Max().ShouldBe(15.5f, 1e-4);
        gradient.Sum().ShouldBe(25, "from −9 to 15");
    }

    [Fact]
    public void Half_precision_becomes_single()
    {
        var model = new OnnxModelBuilder(17)
            .Input("x", OnnxElementType.Float16, 1, 3, 6, 6)
            .Output("out", OnnxElementType.Float16, 1, 108)
            .Initializer<Half>("k", [(Half)1.5f])
            .Node("Mul", ["x", "k"], ["y"])
            .Node("Flatten", ["y"], ["out"]);
        using var runner = new GradientRunner(
            SmallGradients.Build(model.ToArray(), Image with { Type = OnnxElementType.Float16 }, "out").Model!
        );

        runner.Run([.. Enumerable.Repeat(0.1f, 108)], [.. Enumerable.Repeat(1f, 108)]).Gradient.ShouldAllBe(value => value == 1.5f);
    }

    [Fact]
    public void A_picture_of_bytes_becomes_one_of_floats()
    {
        var model = new OnnxModelBuilder(17)
            .Input("x", OnnxElementType.UInt8, 1, 3, 6, 6)
            .Output("out", OnnxElementType.Float, 1, 108)
            .Initializer<float>("s", [0.5f])
            .Initializer<byte>("z", [10])
            .Node("DequantizeLinear", ["x", "s", "z"], ["y"])
            .Node("Flatten", ["y"], ["out"]);
        using var runner = new GradientRunner(
            SmallGradients.Build(model.ToArray(), Image with { Type = OnnxElementType.UInt8 }, "out").Model!
        );

        var (outputs, gradient) = runner.Run([.. Enumerable.Repeat(30f, 108)], [.. Enumerable.Repeat(1f, 108)]);

        outputs.ShouldAllBe(value => value == 10);
        gradient.ShouldAllBe(value => value == 0.5f);
    }
}
