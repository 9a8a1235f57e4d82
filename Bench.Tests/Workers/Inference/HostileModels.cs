using System.Text;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using Bench.Tests.Onnx;
using static Bench.Onnx.Admission.OnnxModelBuilder;
using static Bench.Onnx.Model.OnnxElementType;

namespace Bench.Tests.Workers.Inference;

/// <summary>Model files as an attacker or a broken exporter would upload them, and a well-behaved one to compare with.</summary>
/// <remarks>
/// The well-behaved one takes pictures of any size, averages each channel, and multiplies by a fixed matrix: <c>x</c> [N, 3, H, W] →
/// <c>logits</c> [N, classes]. Most others are it with one thing wrong. "At run time" marks those that only the cage can stop: static
/// reading admits them.
/// </remarks>
internal static class HostileModels
{
    public const int Classes = 10;

    public static byte[] Classifier(int classes = Classes) => Head("logits", classes).Output("logits", Float, "N", classes).ToArray();

    /// <summary>At run time: a loop whose condition stays true.</summary>
    public static byte[] InfiniteLoop(int classes = Classes) => Looping(Waiting, classes);

    /// <summary>At run time: a loop whose state doubles with every round.</summary>
    public static byte[] AllocatingLoop(int classes = Classes) => Looping(Doubling, classes);

    /// <summary>At run time, and only over pictures of one colour: noise and zeros, which are all that an inspection shows a model, pass at
    /// once; a flat picture never does.</summary>
    /// <param name="spread">Below it a picture counts as flat; another one makes another file.</param>
    public static byte[] SleepingLoop(int classes = Classes, float spread = 0.1f) => Looping(Waiting, classes, spread);

    /// <summary>As <see cref="SleepingLoop"/>, and what it wakes up to is memory.</summary>
    public static byte[] SleepingAllocation(int classes = Classes) => Looping(Doubling, classes, spread: 0.1f);

    /// <summary>Each function calls the next.</summary>
    public static byte[] NestedFunctions(int depth = 3000)
    {
        var builder = Head("features").Opset("local", 1);
        for (var i = 0; i < depth; i++)
            builder.Function(
                "local",
                $"F{i}",
                ["a"],
                ["b"],
                i < depth - 1 ? CreateNode("local", $"F{i + 1}", ["a"], ["b"]) : CreateNode("", "Identity", ["a"], ["b"])
            );
        return builder.Node("local", "F0", ["features"], ["logits"]).Output("logits", Float, "N", Classes).ToArray();
    }

    /// <summary>Each of a few functions calls the next ten times: 10^<paramref name="depth"/> nodes in a kilobyte.</summary>
    public static byte[] ExplodingFunctions(int depth = 10)
    {
        var builder = Head("features").Opset("local", 1);
        for (var i = 0; i < depth; i++)
        {
            var callee = i < depth - 1 ? ("local", $"F{i + 1}") : ("", "Identity");
            builder.Function(
                "local",
                $"F{i}",
                ["v0"],
                ["v10"],
                [.. Enumerable.Range(0, 10).Select(k => CreateNode(callee.Item1, callee.Item2, [$"v{k}"], [$"v{k + 1}"]))]
            );
        }
        return builder.Node("local", "F0", ["features"], ["logits"]).Output("logits", Float, "N", Classes).ToArray();
    }

    public static byte[] RecursiveFunction() =>
        Head("features")
            .Opset("local", 1)
            .Function("local", "F", ["a"], ["b"], CreateNode("local", "F", ["a"], ["b"]))
            .Node("local", "F", ["features"], ["logits"])
            .Output("logits", Float, "N", Classes)
            .ToArray();

    /// <summary>If inside If inside If.</summary>
    public static byte[] NestedGraphs(int depth = 100)
    {
        GraphProto Body(string output) => new() { Name = "body", Output = { new ValueInfoProto { Name = output } } };
        var body = Body("leaf");
        body.Node.Add(CreateNode("", "Identity", ["features"], ["leaf"]));
        for (var i = 1; i < depth; i++)
        {
            var outer = Body($"level{i}");
            outer.Node.Add(
                CreateNode("", "If", ["yes"], [$"level{i}"], Attribute("then_branch", body), Attribute("else_branch", Body("none")))
            );
            body = outer;
        }
        return Head("features")
            .Initializer("yes", [true], 1)
            .Node("If", ["yes"], ["logits"], Attribute("then_branch", body), Attribute("else_branch", Body("none")))
            .Output("logits", Float, "N", Classes)
            .ToArray();
    }

    /// <summary>Sixteen bytes that claim to be 100 GB.</summary>
    public static byte[] HugeInitializer() =>
        Head("logits").Output("logits", Float, "N", Classes).ToArray().WithDeclared("huge", Float, new byte[16], 25_000_000, 1000);

    /// <summary>Sixteen bytes that claim to be 4 GB, within what a tensor may have.</summary>
    public static byte[] ShortInitializer() =>
        Head("logits").Output("logits", Float, "N", Classes).ToArray().WithDeclared("short", Float, new byte[16], 1_000_000, 1000);

    /// <summary>Dimensions whose product passes 2^64 and comes out small.</summary>
    public static byte[] OverflowingInitializer() =>
        Head("logits").Output("logits", Float, "N", Classes).ToArray().WithDeclared("wraps", Float, new byte[16], 1L << 32, 1L << 32, 4);

    public static byte[] HugeOutput() =>
        Head("features")
            .Initializer<long>("shape", [1, 1_000_000_000], 2)
            .Node("ConstantOfShape", ["shape"], ["logits"])
            .Output("logits", Float, "N", Classes)
            .ToArray();

    public static byte[] HugeExpand() =>
        Head("features")
            .Initializer<long>("shape", [1_000_000_000, 1], 2)
            .Node("Expand", ["features", "shape"], ["logits"])
            .Output("logits", Float, "N", Classes)
            .ToArray();

    /// <summary>At run time: 10⁹ elements by way of the pixels, so that no reader of the graph can tell.</summary>
    public static byte[] HugeOutputFromPixels() =>
        Head("features")
            .Initializer("zero", [0f])
            .Initializer<long>("many", [1_000_000_000], 1)
            .Initializer<long>("one", [1], 1)
            .Node("ReduceSum", ["features"], ["sum"], Attribute("keepdims", 0))
            .Node("Mul", ["sum", "zero"], ["nothing"])
            .Node("Cast", ["nothing"], ["nought"], Attribute("to", (long)OnnxElementType.Int64))
            .Node("Add", ["nought", "many"], ["width"])
            .Node("Concat", ["one", "width"], ["shape"], Attribute("axis", 0))
            .Node("Expand", ["nothing", "shape"], ["logits"])
            .Output("logits", Float, "N", null)
            .ToArray();

    /// <summary>At run time: every output is 0 / 0.</summary>
    public static byte[] NanOutput() =>
        Head("features")
            .Node("Sub", ["features", "features"], ["nothing"])
            .Node("Div", ["nothing", "nothing"], ["logits"])
            .Output("logits", Float, "N", Classes)
            .ToArray();

    public static byte[] NoImageInput() =>
        new OnnxModelBuilder()
            .Input("tokens", OnnxElementType.Int64, "N", 77)
            .Node("Cast", ["tokens"], ["logits"], Attribute("to", (long)Float))
            .Output("logits", Float, "N", 77)
            .ToArray();

    public static byte[] GrayInput() =>
        new OnnxModelBuilder()
            .Input("x", Float, "N", 1, 28, 28)
            .Node("Flatten", ["x"], ["logits"])
            .Output("logits", Float, "N", 784)
            .ToArray();

    public static byte[] TwoInputs() =>
        Head("logits").Input("mask", Float, "N", 1, null, null).Output("logits", Float, "N", Classes).ToArray();

    /// <summary>Harmless: ten outputs of widths 4 to 13, the one for the classes in the seventh place.</summary>
    public static byte[] TenOutputs()
    {
        var builder = Head("logits").Initializer<float>("zeros", new float[13], 1, 13);
        for (var width = 4; width <= 13; width++)
            if (width == Classes)
                builder.Output("logits", Float, "N", Classes);
            else
                builder
                    .Initializer<float>($"w{width}", new float[Classes * width], Classes, width)
                    .Node("MatMul", ["logits", $"w{width}"], [$"other{width}"])
                    .Output($"other{width}", Float, "N", width);
        return builder.ToArray();
    }

    /// <summary>An image in, an image out.</summary>
    public static byte[] NoClassOutput() =>
        new OnnxModelBuilder().Input("x", Float, "N", 3, 32, 32).Node("Relu", ["x"], ["y"]).Output("y", Float, "N", 3, 32, 32).ToArray();

    public static byte[] UnknownOperator() =>
        Head("features").Node("Frobnicate", ["features"], ["logits"]).Output("logits", Float, "N", Classes).ToArray();

    public static byte[] CustomDomain() =>
        Head("features")
            .Opset("com.example", 1)
            .Node("com.example", "Magic", ["features"], ["logits"])
            .Output("logits", Float, "N", Classes)
            .ToArray();

    public static byte[] EPContext() =>
        Head("features")
            .Opset("com.microsoft", 1)
            .Node(
                "com.microsoft",
                "EPContext",
                ["features"],
                ["logits"],
                Attribute("ep_cache_context", "engine.bin"),
                Attribute("embed_mode", 0)
            )
            .Output("logits", Float, "N", Classes)
            .ToArray();

    /// <summary>The matrix lies in another file: 3 × 10 floats, 120 bytes.</summary>
    public static byte[] ExternalData(string location, long offset = 0, long length = 120) =>
        Averages(new OnnxModelBuilder())
            .Node("MatMul", ["averages", "matrix"], ["logits"])
            .Output("logits", Float, "N", Classes)
            .ToArray()
            .WithExternal("matrix", location, offset, length, 3, Classes);

    public static byte[] Truncated() => Classifier()[..^40];

    public static byte[] Zeros() => new byte[4096];

    public static byte[] Text() => Encoding.UTF8.GetBytes("Dear reviewer, the model did not fit, so please imagine it.\n");

    /// <summary>The classifier up to <paramref name="output"/> [N, classes], to be gone on with.</summary>
    static OnnxModelBuilder Head(string output, int classes = Classes)
    {
        var matrix = new float[3 * classes];
        var random = new Random(7);
        for (var i = 0; i < matrix.Length; i++)
            matrix[i] = random.NextSingle() - 0.5f;
        return Averages(new OnnxModelBuilder())
            .Initializer<float>("matrix", matrix, 3, classes)
            .Node("MatMul", ["averages", "matrix"], [output]);
    }

    static OnnxModelBuilder Averages(OnnxModelBuilder builder) =>
        builder
            .Input("x", Float, "N", 3, null, null)
            .Node("GlobalAveragePool", ["x"], ["pooled"])
            .Node("Flatten", ["pooled"], ["averages"]);

    static (string Operator, string[] Inputs, AttributeProto[] Attributes) Waiting => ("Identity", ["state_in"], []);

    static (string Operator, string[] Inputs, AttributeProto[] Attributes) Doubling =>
        ("Concat", ["state_in", "state_in"], [Attribute("axis", 1)]);

    static byte[] Looping((string Operator, string[] Inputs, AttributeProto[] Attributes) step, int classes, float? spread = null)
    {
        var body = new OnnxModelBuilder()
            .Input("round", OnnxElementType.Int64)
            .Input("go_in", Bool)
            .Input("state_in", Float, null, null)
            .Node("Identity", ["go_in"], ["go_out"])
            .Node(step.Operator, step.Inputs, ["state_out"], step.Attributes)
            .Output("go_out", Bool)
            .Output("state_out", Float, null, null)
            .ToGraph();
        var builder = Head("features", classes)
            .Initializer<long>("start", [0], 1)
            .Initializer<long>("stop", [classes], 1)
            .Initializer<long>("axis", [1], 1);
        if (spread is { } flat)
            // A picture of one colour has the same highest and lowest value in each channel; zeros are no picture.
            builder
                .Initializer("flat", [flat])
                .Initializer("nought", [0.001f])
                .Node("GlobalMaxPool", ["x"], ["highest"])
                .Node("Neg", ["x"], ["negative"])
                .Node("GlobalMaxPool", ["negative"], ["lowest"])
                .Node("Add", ["highest", "lowest"], ["spread"])
                .Node("ReduceMax", ["spread"], ["widest"], Attribute("keepdims", 0))
                .Node("Less", ["widest", "flat"], ["is_flat"])
                .Node("Abs", ["highest"], ["sizes"])
                .Node("ReduceMax", ["sizes"], ["size"], Attribute("keepdims", 0))
                .Node("Greater", ["size", "nought"], ["is_picture"])
                .Node("And", ["is_flat", "is_picture"], ["go"]);
        else
            builder.Initializer("go", [true]);
        return builder
            .Node("Loop", ["", "go", "features"], ["state"], Attribute("body", body))
            .Node("Slice", ["state", "start", "stop", "axis"], ["logits"])
            .Output("logits", Float, "N", classes)
            .ToArray();
    }
}
