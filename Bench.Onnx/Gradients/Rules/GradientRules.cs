using System.Collections.Frozen;
using Bench.Onnx.Graphs;
using Bench.Onnx.Model;
using Bench.Onnx.Shapes;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>The gradient rule of each operator that has one.</summary>
internal static class GradientRules
{
    /// <summary>Operators whose derivative is zero wherever it exists, or whose output is no number that
    /// varies.</summary>
    static readonly FrozenSet<string> Flat = """
        ArgMax ArgMin Ceil ConstantOfShape Equal EyeLike Floor Greater GreaterOrEqual IsInf IsNaN Less LessOrEqual NonZero Not OneHot RandomNormalLike RandomUniformLike
        Round Shape Sign Size
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, Action<GradientNode>> Rules = OperatorTable.Of(
        ActivationGradients.All,
        ArithmeticGradients.All,
        ConvolutionGradients.All,
        MatrixGradients.All,
        NormalizationGradients.All,
        PoolGradients.All,
        ReductionGradients.All,
        ReshapingGradients.All,
        SamplingGradients.All,
        SelectionGradients.All,
        SoftmaxGradients.All
    );

    /// <summary>Every operator with a rule, for documentation and tests.</summary>
    public static IEnumerable<string> Operators => Rules.Keys.Order(StringComparer.Ordinal);

    public static Action<GradientNode>? Find(OnnxNode node) =>
        node.Domain == OperatorDomains.Standard ? Rules.GetValueOrDefault(node.Operator) : null;

    public static bool IsFlat(string op) => Flat.Contains(op);
}
