using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Costs;

/// <summary>Counts the elements of a model's weights, as published parameter counts do.</summary>
/// <remarks>
/// A stored tensor (an initialiser, or the value of a Constant) is a weight when it has at least one axis, is of a
/// floating or quantised type (or the 32-bit bias of a quantised layer), and some operator takes it where
/// <see cref="WeightSlots"/> does not say otherwise.
/// <list type="bullet">
/// <item>A tensor used in several places counts once: tied weights are one weight.</item>
/// <item>An Identity of a stored tensor counts as a weight of its own: PyTorch's exporter stores equal tensors once and
/// lends them out through Identity.</item>
/// <item>Batch normalisation folded into a convolution leaves one bias a channel where PyTorch counts a scale and a
/// shift, so an export has that many fewer. Not folded, its scale and shift count and its running statistics do not, as
/// in PyTorch.</item>
/// <item>Tables that the exporter has already looked up (Swin's relative position biases) count as the larger tensor
/// that the file holds.</item>
/// <item>Two four-bit weights packed into a byte count as two.</item>
/// </list>
/// </remarks>
internal sealed class ParameterCount
{
    readonly Dictionary<string, List<(OnnxNode Node, int Slot)>> _uses = new(StringComparer.Ordinal);
    readonly Dictionary<OnnxElementType, (long Elements, long Bits)> _storage = [];
    long _parameters;

    ParameterCount(OnnxFile file)
    {
        foreach (var node in GraphWalk.Nodes(file))
            for (var slot = 0; slot < node.Inputs.Count; slot++)
            {
                if (!_uses.TryGetValue(node.Inputs[slot], out var list))
                    _uses.Add(node.Inputs[slot], list = []);
                list.Add((node, slot));
            }
        foreach (var (name, tensor) in GraphWalk.NamedTensors(file))
            Add(name, tensor);
    }

    public static (long Parameters, IReadOnlyList<OnnxWeightStorage> Weights) Count(OnnxFile file)
    {
        var count = new ParameterCount(file);
        var weights = count._storage.Select(entry => new OnnxWeightStorage(entry.Key, entry.Value.Elements, entry.Value.Bits));
        return (count._parameters, [.. weights.OrderByDescending(weight => weight.Bits).ThenBy(weight => weight.Type)]);
    }

    void Add(string name, OnnxTensor tensor)
    {
        if (tensor.Dims.Length == 0)
            return;
        var (copies, perElement) = Weights(name, tensor.Type, depth: 0);
        if (copies == 0)
            return;
        var elements = tensor.Elements * perElement;
        _parameters += copies * elements;
        var (stored, bits) = _storage.GetValueOrDefault(tensor.Type);
        _storage[tensor.Type] = (stored + elements, bits + tensor.Elements * tensor.Type.Bits());
    }

    /// <summary>How many weights of the model the value is, and how many each of its elements holds.</summary>
    (long Copies, long PerElement) Weights(string name, OnnxElementType type, int depth)
    {
        long own = 0,
            lent = 0,
            perElement = 1;
        foreach (var (node, slot) in _uses.GetValueOrDefault(name) ?? [])
            if (node is { Operator: "Identity", Outputs: [var output] } && depth < 4)
                lent += Weights(output, type, depth + 1).Copies;
            else if (WeightSlots.TakesWeight(node.Operator, slot, type))
            {
                own = 1;
                if (node.Operator == "MatMulNBits" && type == OnnxElementType.UInt8 && (node.Attribute("bits")?.Int ?? 4) == 4)
                    perElement = 2;
            }
        return (own + lent, perElement);
    }
}
