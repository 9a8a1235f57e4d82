using Bench.Onnx.Admission;
using Bench.Onnx.Model;
using Bench.Service.Models;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Tests.Workers.Evaluations;

/// <summary>The mean colour of a picture times a matrix, in the forms that exporters give a classifier.</summary>
internal static class ModelShapes
{
    public const int Classes = 5;
    const int Size = 12;

    /// <summary>Of a channel for a class; no two classes are equal for any picture used here.</summary>
    public static float Weight(int channel, int @class) => MathF.Sin(3 * channel + 1.7f * @class + 0.4f) * 4;

    public static (byte[] Model, ModelContract Contract) Of(string form) =>
        form switch
        {
            nameof(FixedBatch) => (FixedBatch(), new()),
            nameof(AnySize) => (AnySize(), new()),
            nameof(Nhwc) => (Nhwc(), new()),
            nameof(Bytes) => (Bytes(), new()),
            nameof(Half) => (Half(), new()),
            nameof(FourDimensions) => (FourDimensions(), new()),
            nameof(Softmax) => (Softmax(), new()),
            nameof(BackgroundFirst) => (BackgroundFirst(), new() { BackgroundClass = 0 }),
            nameof(BackgroundLast) => (BackgroundLast(), new() { BackgroundClass = Classes }),
            nameof(SecondOutput) => (SecondOutput(), new()),
            nameof(NamedOutput) => (NamedOutput(), new() { Output = "right" }),
            _ => (Plain(), new()),
        };

    public static byte[] Plain() => Ending(Input(), "N");

    /// <summary>Seven pictures are two batches of 3 and a padded one.</summary>
    public static byte[] FixedBatch() => Ending(new OnnxModelBuilder().Input("pixels", OnnxElementType.Float, 3, 3, Size, Size), 3);

    public static byte[] AnySize() => Ending(new OnnxModelBuilder().Input("pixels", OnnxElementType.Float, "N", 3, "H", "W"), "N");

    public static byte[] Nhwc() =>
        Ending(
            new OnnxModelBuilder()
                .Input("rows", OnnxElementType.Float, "N", Size, Size, 3)
                .Node("Transpose", ["rows"], ["pixels"], Attribute("perm", [0L, 3, 1, 2])),
            "N"
        );

    /// <summary>Such a graph normalises for itself.</summary>
    public static byte[] Bytes() =>
        Ending(
            new OnnxModelBuilder()
                .Input("bytes", OnnxElementType.UInt8, "N", 3, Size, Size)
                .Initializer<float>("scale", [1 / 255f], 1)
                .Node("Cast", ["bytes"], ["levels"], Attribute("to", (long)OnnxElementType.Float))
                .Node("Mul", ["levels", "scale"], ["pixels"]),
            "N"
        );

    public static byte[] Half() =>
        Ending(
            new OnnxModelBuilder()
                .Input("halves", OnnxElementType.Float16, "N", 3, Size, Size)
                .Node("Cast", ["halves"], ["pixels"], Attribute("to", (long)OnnxElementType.Float)),
            "N"
        );

    public static byte[] FourDimensions() =>
        Scores(Input(), "flat", 0)
            .Initializer<long>("shape", [-1, Classes, 1, 1], 4)
            .Node("Reshape", ["flat", "shape"], ["logits"])
            .Output("logits", OnnxElementType.Float, "N", Classes, 1, 1)
            .ToArray();

    public static byte[] Softmax() =>
        Scores(Input(), "scores", 0)
            .Node("Softmax", ["scores"], ["probabilities"], Attribute("axis", 1))
            .Output("probabilities", OnnxElementType.Float, "N", Classes)
            .ToArray();

    /// <summary>A class more, which would always win.</summary>
    public static byte[] BackgroundFirst() =>
        Scores(Input(), "logits", 0, background: 0).Output("logits", OnnxElementType.Float, "N", Classes + 1).ToArray();

    public static byte[] BackgroundLast() =>
        Scores(Input(), "logits", 0, background: Classes).Output("logits", OnnxElementType.Float, "N", Classes + 1).ToArray();

    /// <summary>The first output of the wanted width is read, not the first.</summary>
    public static byte[] SecondOutput() =>
        Scores(Input(), "logits", 0)
            .Output("averages", OnnxElementType.Float, "N", 3)
            .Output("logits", OnnxElementType.Float, "N", Classes)
            .ToArray();

    /// <summary>Two outputs of the same width, the first of them of another matrix.</summary>
    public static byte[] NamedOutput() =>
        Scores(Scores(Input(), "right", 0), "wrong", 1, averages: false)
            .Output("wrong", OnnxElementType.Float, "N", Classes)
            .Output("right", OnnxElementType.Float, "N", Classes)
            .ToArray();

    static OnnxModelBuilder Input() => new OnnxModelBuilder().Input("pixels", OnnxElementType.Float, "N", 3, Size, Size);

    static byte[] Ending(OnnxModelBuilder builder, object batch) =>
        Scores(builder, "logits", 0).Output("logits", OnnxElementType.Float, batch, Classes).ToArray();

    static OnnxModelBuilder Scores(OnnxModelBuilder builder, string output, int shift, int? background = null, bool averages = true)
    {
        if (averages)
            builder.Node("GlobalAveragePool", ["pixels"], ["pooled"]).Node("Flatten", ["pooled"], ["averages"]);
        var width = Classes + (background is null ? 0 : 1);
        var matrix = new float[3 * width];
        for (var channel = 0; channel < 3; channel++)
        for (int column = 0, @class = shift; column < width; column++)
            matrix[channel * width + column] = column == background ? 99 : Weight(channel, @class++);
        return builder
            .Initializer<float>($"matrix of {output}", matrix, 3, width)
            .Node("MatMul", ["averages", $"matrix of {output}"], [output]);
    }
}
