using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Admission;

/// <summary>A classifier of pictures has one input, of rank 4 with three channels.</summary>
internal static class InputRules
{
    const string NextStep = "Export the classifier with a single float, float16 or uint8 image input, [N, 3, H, W] or [N, H, W, 3].";

    /// <summary>Old models list their initialisers among the inputs, as defaults that a caller might replace.</summary>
    public static IReadOnlyList<OnnxValue> WithoutInitializers(OnnxGraph graph)
    {
        var initializers = graph.Initializers.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return [.. graph.Inputs.Where(input => !initializers.Contains(input.Name))];
    }

    /// <exception cref="OnnxRefusalException">There is no image input, or another one as well.</exception>
    public static OnnxImageInput FindImage(IReadOnlyList<OnnxValue> inputs)
    {
        if (inputs.Count != 1)
            throw Refuse(inputs.Count == 0 ? "The model has no input." : $"The model has {inputs.Count} inputs: {Names(inputs)}.");
        var input = inputs[0];
        if (input.Dimensions is not { Count: 4 } dims)
            throw NotAnImage(input);
        if (input.Type is not (OnnxElementType.Float or OnnxElementType.Float16 or OnnxElementType.UInt8))
            throw Refuse($"The model's input {input} takes elements of a type that pictures are not given in.");
        // Channels left open are taken for NCHW, the standard's own layout.
        var isNchw = dims[1].Size == 3 || (dims[1].Size is null && dims[3].Size != 3);
        if (!isNchw && dims[3].Size != 3)
            throw NotAnImage(input);
        var (height, width) = isNchw ? (dims[2], dims[3]) : (dims[1], dims[2]);
        return new(
            input.Name,
            input.Type,
            isNchw ? OnnxImageLayout.Nchw : OnnxImageLayout.Nhwc,
            Size(input, dims[0]),
            Size(input, height),
            Size(input, width)
        );
    }

    static int? Size(OnnxValue input, OnnxDimension dimension) =>
        dimension.Size is not { } size ? null
        : size <= 1 << 14 ? (int)size
        : throw NotAnImage(input);

    static string Names(IReadOnlyList<OnnxValue> inputs) => string.Join(", ", inputs.Take(5)) + (inputs.Count > 5 ? ", …" : "");

    static OnnxRefusalException NotAnImage(OnnxValue input) => Refuse($"The model's input {input} is not a picture of three channels.");

    static OnnxRefusalException Refuse(string message) => new(new(OnnxProblemCodes.Input, message, NextStep));
}
