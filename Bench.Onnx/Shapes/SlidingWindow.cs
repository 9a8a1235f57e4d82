namespace Bench.Onnx.Shapes;

/// <summary>The window that a convolution or pool moves over its input: one entry a spatial axis.</summary>
internal sealed class SlidingWindow
{
    readonly ShapedNode node;
    readonly long[] kernel,
        strides,
        dilations,
        pads;
    readonly string autoPad;

    public SlidingWindow(ShapedNode node, ReadOnlySpan<long> kernel)
    {
        this.node = node;
        this.kernel = kernel.ToArray();
        var axes = kernel.Length;
        strides = node.Ints("strides") ?? Ones(axes);
        dilations = node.Ints("dilations") ?? Ones(axes);
        pads = node.Ints("pads") ?? new long[2 * axes];
        autoPad = node.Text("auto_pad") ?? "NOTSET";
        if (strides.Length != axes || dilations.Length != axes || pads.Length != 2 * axes || strides.Any(stride => stride < 1))
            throw new UnknownShapeException();
    }

    public long Elements => TensorFact.Product(kernel);

    public long[] Output(ReadOnlySpan<long> input)
    {
        var output = new long[kernel.Length];
        if (input.Length != output.Length)
            throw new UnknownShapeException();
        for (var i = 0; i < output.Length; i++)
            output[i] = Output(input[i], i);
        return output;
    }

    /// <summary>The output of the same window run backwards, as ConvTranspose does.</summary>
    public long[] TransposedOutput(ReadOnlySpan<long> input)
    {
        if (node.Ints("output_shape") is { } stated)
            return stated;
        var padding = node.Ints("output_padding");
        var output = new long[kernel.Length];
        for (var i = 0; i < output.Length; i++)
            output[i] = checked(
                autoPad.StartsWith("SAME", StringComparison.Ordinal)
                    ? input[i] * strides[i]
                    : (input[i] - 1) * strides[i] + (padding?[i] ?? 0) + Reach(i) - Padding(i)
            );
        return Positive(output);
    }

    long Output(long input, int axis)
    {
        if (autoPad.StartsWith("SAME", StringComparison.Ordinal))
            return (input + strides[axis] - 1) / strides[axis];
        var room = checked(input + (autoPad == "VALID" ? 0 : Padding(axis)) - Reach(axis));
        if (room < 0)
            throw new UnknownShapeException();
        if (node.Int("ceil_mode", 0) == 0)
            return room / strides[axis] + 1;
        var positions = (room + strides[axis] - 1) / strides[axis] + 1;
        // A window that would begin in the padding behind the input is left out.
        return (positions - 1) * strides[axis] >= input + pads[axis] ? positions - 1 : positions;
    }

    long Reach(int axis) => checked(dilations[axis] * (kernel[axis] - 1) + 1);

    long Padding(int axis) => checked(pads[axis] + pads[axis + kernel.Length]);

    static long[] Positive(long[] dims) => dims.All(dim => dim > 0) ? dims : throw new UnknownShapeException();

    static long[] Ones(int count)
    {
        var ones = new long[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
