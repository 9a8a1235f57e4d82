using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Admission;

/// <summary>Finds a normalisation of the picture that is in the graph itself: additions and multiplications by
/// constants before the first other operator.</summary>
internal static class InputScaleRules
{
    const int Channels = 3;

    /// <returns>What they come to; null where there is none, or where a constant does not go by channels.</returns>
    public static OnnxInputScale? Find(OnnxFile file, OnnxImageInput image)
    {
        var constants = GraphWalk
            .NamedTensors(file)
            .DistinctBy(named => named.Name)
            .ToDictionary(named => named.Name, named => named.Tensor, StringComparer.Ordinal);
        var takers = file
            .Graph.Nodes.SelectMany(node => node.Inputs.Distinct().Select(input => (input, node)))
            .ToLookup(pair => pair.input, pair => pair.node, StringComparer.Ordinal);
        var (factors, offsets, any) = (new double[] { 1, 1, 1 }, new double[Channels], false);
        var (name, axis) = (image.Name, image.Layout == OnnxImageLayout.Nchw ? 1 : 3);
        // Another node that takes the picture may want it as it is.
        while (takers[name].Take(2).ToArray() is [var node] && node.Outputs is [var output, ..])
        {
            switch (node.Operator)
            {
                case "Identity" or "Cast":
                    break;
                case "Transpose" when node.Attribute("perm")?.Ints is { Count: 4 } order && order.Contains(axis):
                    axis = order.ToList().IndexOf(axis);
                    break;
                case "Mul"
                or "Div"
                or "Add"
                or "Sub"
                    when node.Inputs.Count == 2
                        && Operand(node, name, constants, axis) is { } numbers
                        && (node.Inputs[0] == name || node.Operator is "Mul" or "Add"):
                    for (var channel = 0; channel < Channels; channel++)
                        (factors[channel], offsets[channel]) = Apply(node.Operator, factors[channel], offsets[channel], numbers[channel]);
                    any = true;
                    break;
                default:
                    return Found();
            }
            name = output;
        }
        return Found();

        OnnxInputScale? Found() =>
            any && (factors.Any(factor => factor != 1) || offsets.Any(offset => offset != 0)) ? new(factors, offsets) : null;
    }

    static (double Factor, double Offset) Apply(string operation, double factor, double offset, double number) =>
        operation switch
        {
            "Mul" => (factor * number, offset * number),
            "Div" => (factor / number, offset / number),
            "Add" => (factor, offset + number),
            _ => (factor, offset - number),
        };

    /// <summary>The constant applied to the picture, a number a channel; null where it is none, or goes along another
    /// axis.</summary>
    static double[]? Operand(OnnxNode node, string picture, Dictionary<string, OnnxTensor> constants, int axis)
    {
        if (constants.GetValueOrDefault(node.Inputs[node.Inputs[0] == picture ? 1 : 0]) is not { Values: { } values } tensor)
            return null;
        if (values.Length == 1)
            return [values[0], values[0], values[0]];
        var place = tensor.Dims.Length - (4 - axis);
        return values.Length == Channels && place >= 0 && tensor.Dims[place] == Channels ? [.. values] : null;
    }
}
