namespace Bench.Onnx.Shapes;

/// <summary>The window that a convolution or pool moves over its input: one entry a spatial axis.</summary>
internal sealed class SlidingWindow
{
    readonly ShapedNode _node;
    readonly long[] _kernel,
        _strides,
        _dilations,
        _pads;
    readonly string _autoPad;

    public SlidingWindow(ShapedNode node, ReadOnlySpan<long> kernel)
    {
        this._node = node;
        this._kernel = kernel.ToArray();
        var axes = kernel.Length;
        _strides = node.Ints("strides") ?? Ones(axes);
        _dilations = node.Ints("dilations") ?? Ones(axes);
        _pads = node.Ints("pads") ?? new long[2 * axes];
        _autoPad = node.Text("auto_pad") ?? "NOTSET";
        if (_strides.Length != axes || _dilations.Length != axes || _pads.Length != 2 * axes || _strides.Any(stride => stride < 1))
            throw new UnknownShapeException();
    }

    public long Elements => TensorFact.Product(_kernel);

    public long[] Output(ReadOnlySpan<long> input)
    {
        var output = new long[_kernel.Length];
        if (input.Length != output.Length)
            throw new UnknownShapeException();
        for (var i = 0; i < output.Length; i++)
            output[i] = Output(input[i], i);
        return output;
    }

    /// <summary>The output of the same window run backwards, as ConvTranspose does.</summary>
    public long[] TransposedOutput(ReadOnlySpan<long> input)
    {
        if (_node.Ints("output_shape") is { } stated)
            return stated;
        var padding = _node.Ints("output_padding");
        var output = new long[_kernel.Length];
        for (var i = 0; i < output.Length; i++)
            output[i] = checked(
                _autoPad.StartsWith("SAME", StringComparison.Ordinal)
                    ? input[i] * _strides[i]
                    : (input[i] - 1) * _strides[i] + (padding?[i] ?? 0) + Reach(i) - Padding(i)
            );
        return Positive(output);
    }

    long Output(long input, int axis)
    {
        if (_autoPad.StartsWith("SAME", StringComparison.Ordinal))
            return (input + _strides[axis] - 1) / _strides[axis];
        var room = checked(input + (_autoPad == "VALID" ? 0 : Padding(axis)) - Reach(axis));
        if (room < 0)
            throw new UnknownShapeException();
        if (_node.Int("ceil_mode", 0) == 0)
            return room / _strides[axis] + 1;
        var positions = (room + _strides[axis] - 1) / _strides[axis] + 1;
        // A window that would begin in the padding behind the input is left out.
        return (positions - 1) * _strides[axis] >= input + _pads[axis] ? positions - 1 : positions;
    }

    long Reach(int axis) => checked(_dilations[axis] * (_kernel[axis] - 1) + 1);

    long Padding(int axis) => checked(_pads[axis] + _pads[axis + _kernel.Length]);

    static long[] Positive(long[] dims) => dims.All(dim => dim > 0) ? dims : throw new UnknownShapeException();

    static long[] Ones(int count)
    {
        var ones = new long[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
