using System.Collections.Frozen;
using Bench.Onnx.Graphs;

namespace Bench.Onnx.Shapes;

/// <summary>The rule of each operator that has one.</summary>
internal static class ShapeRules
{
    static readonly FrozenDictionary<string, Action<ShapedNode>> Rules = Collect(
        ArithmeticRules.All,
        ConstantRules.All,
        ConvolutionRules.All,
        MatrixRules.All,
        ReductionRules.All,
        ReshapingRules.All,
        SamplingRules.All,
        SelectionRules.All
    );

    public static Action<ShapedNode>? Find(OnnxNode node) => Rules.GetValueOrDefault(node.Operator);

    static FrozenDictionary<string, Action<ShapedNode>> Collect(params IEnumerable<(string Operators, Action<ShapedNode> Rule)>[] groups) =>
        groups
            .SelectMany(group => group)
            .SelectMany(entry =>
                entry
                    .Operators.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    .Select(op => KeyValuePair.Create(op, entry.Rule))
            )
            .ToFrozenDictionary(StringComparer.Ordinal);
}
