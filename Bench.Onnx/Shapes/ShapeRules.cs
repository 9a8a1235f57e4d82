using System.Collections.Frozen;
using Bench.Onnx.Graphs;

namespace Bench.Onnx.Shapes;

/// <summary>The rule of each operator that has one.</summary>
internal static class ShapeRules
{
    static readonly FrozenDictionary<string, Action<ShapedNode>> Rules = OperatorTable.Of(
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
}
