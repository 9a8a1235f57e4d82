using Bench.Onnx.Shapes;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>How a convolution or pool moves over its input, with automatic padding worked out: one entry a spatial
/// axis.</summary>
/// <param name="Before">Padding before the input; the padding after it follows from the sizes.</param>
internal sealed record Window(long[] Kernel, long[] Strides, long[] Dilations, long[] Before)
{
    /// <param name="node">A convolution or a pool.</param>
    /// <param name="kernel">Sizes of the window.</param>
    /// <param name="wide">Spatial sizes of the side that is padded: a convolution's input, a transposed convolution's
    /// output.</param>
    /// <param name="narrow">Spatial sizes of the other side.</param>
    public static Window Of(GradientNode node, long[] kernel, long[] wide, long[] narrow)
    {
        var axes = kernel.Length;
        var (strides, dilations) = (node.Ints("strides") ?? Ones(axes), node.Ints("dilations") ?? Ones(axes));
        var before = (node.Ints("pads") ?? new long[2 * axes])[..axes];
        var auto = node.Text("auto_pad") ?? "NOTSET";
        for (var i = 0; i < axes && auto != "NOTSET"; i++)
        {
            var total = auto == "VALID" ? 0 : Math.Max(0, (narrow[i] - 1) * strides[i] + dilations[i] * (kernel[i] - 1) + 1 - wide[i]);
            before[i] = auto == "SAME_LOWER" ? total - total / 2 : total / 2;
        }
        if (strides.Length != axes || dilations.Length != axes || wide.Length != axes)
            throw new UnknownShapeException();
        return new(kernel, strides, dilations, before);
    }

    public int Axes => Kernel.Length;

    /// <summary>How far the window reaches beyond its first element.</summary>
    public long Reach(int axis) => Dilations[axis] * (Kernel[axis] - 1);

    static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];
}
