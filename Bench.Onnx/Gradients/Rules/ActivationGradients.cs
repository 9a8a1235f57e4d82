using Bench.Onnx.Model;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Functions of one number, element by element: the gradient is multiplied by the derivative.</summary>
/// <remarks>Where the output alone tells the derivative, the input is not looked at: the runtime can then still fuse the activation into
/// the operator before it.</remarks>
internal static class ActivationGradients
{
    public static IEnumerable<(string Operators, Action<GradientNode> Rule)> All { get; } =
    [
        ("Relu", node => node.Give(0, RangeMask.Apply(node, new(null, 0), null))),
        ("LeakyRelu", node => Choose(node, node.Graph.Mul(node.Upstream, node.Float("alpha", 0.01f)))),
        ("PRelu", node => Choose(node, node.Graph.Mul(node.Upstream, node.Input(1)))),
        ("ThresholdedRelu", node => Where(node, Above(node, node.Input(0), node.Float("alpha", 1)))),
        ("Elu", node => Choose(node, node.Graph.Mul(node.Upstream, Plus(node, node.Output, node.Float("alpha", 1))))),
        (
            "Celu",
            node =>
                Choose(
                    node,
                    node.Graph.Mul(node.Upstream, node.Graph.Emit("Exp", [node.Graph.Mul(node.Input(0), 1 / node.Float("alpha", 1))]))
                )
        ),
        ("Selu", Selu),
        ("Clip", Clip),
        ("Sigmoid", node => Scale(node, node.Graph.Mul(node.Output, OneMinus(node, node.Output)))),
        ("HardSigmoid", node => Where(node, Between(node, node.Output, 0, 1), node.Graph.Mul(node.Upstream, node.Float("alpha", 0.2f)))),
        ("HardSwish", HardSwish),
        ("Swish", Swish),
        ("Mish", Mish),
        ("Tanh", node => Scale(node, OneMinus(node, node.Graph.Mul(node.Output, node.Output)))),
        ("Softplus", node => Scale(node, node.Graph.Emit("Sigmoid", [node.Input(0)]))),
        ("Softsign", Softsign),
        ("Gelu", Gelu),
        // 2 / √π · exp(−x²)
        (
            "Erf",
            node =>
                Scale(node, node.Graph.Mul(node.Graph.Emit("Exp", [node.Graph.Emit("Neg", [Square(node, node.Input(0))])]), 1.1283791671f))
        ),
        ("Exp", node => Scale(node, node.Output)),
        ("Log", node => node.Give(0, node.Graph.Div(node.Upstream, node.Input(0)))),
        ("Sqrt", node => node.Give(0, node.Graph.Div(node.Graph.Mul(node.Upstream, 0.5f), node.Output))),
        ("Reciprocal", node => Scale(node, node.Graph.Emit("Neg", [Square(node, node.Output)]))),
        ("Abs", node => Scale(node, node.Graph.Emit("Sign", [node.Input(0)]))),
        ("Neg", node => node.Give(0, node.Graph.Emit("Neg", [node.Upstream]))),
        ("Sin", node => Scale(node, node.Graph.Emit("Cos", [node.Input(0)]))),
        ("Cos", node => Scale(node, node.Graph.Emit("Neg", [node.Graph.Emit("Sin", [node.Input(0)])]))),
    ];

    static void Scale(GradientNode node, string derivative) => node.Give(0, node.Graph.Mul(node.Upstream, derivative));

    /// <summary>A gradient where a condition holds, zero elsewhere. The product takes the runtime half the time of its Where.</summary>
    static void Where(GradientNode node, string condition, string? inside = null) =>
        node.Give(
            0,
            node.Graph.Mul(inside ?? node.Upstream, node.Graph.Emit("Cast", [condition], Attribute("to", (long)OnnxElementType.Float)))
        );

    /// <summary>The gradient as it is where the input is positive, another where it is not.</summary>
    static void Choose(GradientNode node, string below) =>
        node.Give(0, node.Graph.Emit("Where", [Above(node, node.Input(0), 0), node.Upstream, below]));

    static string Above(GradientNode node, string value, float bound) => node.Graph.Emit("Greater", [value, node.Graph.Scalar(bound)]);

    static string Between(GradientNode node, string value, float low, float high) =>
        node.Graph.Emit("And", [Above(node, value, low), node.Graph.Emit("Less", [value, node.Graph.Scalar(high)])]);

    static string Plus(GradientNode node, string value, float number) => node.Graph.Add(value, node.Graph.Scalar(number));

    static string OneMinus(GradientNode node, string value) => node.Graph.Sub(node.Graph.Scalar(1), value);

    static string Square(GradientNode node, string value) => node.Graph.Mul(value, value);

    /// <summary>Zero at the bounds themselves, as PyTorch's hardtanh has it: the value there is as a rule a clipped one.</summary>
    static void Clip(GradientNode node)
    {
        node.Give(0, RangeMask.Apply(node, Bound(1), Bound(2)));

        RangeMask.Bound? Bound(int input) =>
            node.Has(input) ? new(node.Input(input), node.ValuesOrNull(input) is [var number] ? (float)number : null) : null;
    }

    static void Selu(GradientNode node)
    {
        var (alpha, gamma) = (node.Float("alpha", 1.67326319f), node.Float("gamma", 1.05070102f));
        var below = node.Graph.Mul(node.Upstream, Plus(node, node.Output, alpha * gamma));
        node.Give(0, node.Graph.Emit("Where", [Above(node, node.Input(0), 0), node.Graph.Mul(node.Upstream, gamma), below]));
    }

    /// <summary>x · min(1, max(0, x / 6 + 1/2)): the slope is 0 below −3, 1 above 3, x / 3 + 1/2 between.</summary>
    static void HardSwish(GradientNode node)
    {
        var graph = node.Graph;
        var slope = Plus(node, graph.Mul(node.Input(0), 1f / 3), 0.5f);
        var right = graph.Emit("Where", [Above(node, node.Input(0), 3), graph.Scalar(1), slope]);
        Scale(node, graph.Emit("Where", [Above(node, node.Input(0), -3), right, graph.Scalar(0)]));
    }

    /// <summary>x · s(αx): s + y · α · (1 − s).</summary>
    static void Swish(GradientNode node)
    {
        var alpha = node.Float("alpha", 1);
        var sigmoid = node.Graph.Emit("Sigmoid", [node.Graph.Mul(node.Input(0), alpha)]);
        var rest = node.Graph.Mul(node.Graph.Mul(node.Output, OneMinus(node, sigmoid)), alpha);
        Scale(node, node.Graph.Add(sigmoid, rest));
    }

    /// <summary>x · t with t = tanh(softplus(x)): t + x · (1 − t²) · s(x).</summary>
    static void Mish(GradientNode node)
    {
        var (graph, x) = (node.Graph, node.Input(0));
        var t = graph.Emit("Tanh", [graph.Emit("Softplus", [x])]);
        var slope = graph.Mul(OneMinus(node, Square(node, t)), graph.Emit("Sigmoid", [x]));
        Scale(node, graph.Add(t, graph.Mul(x, slope)));
    }

    static void Softsign(GradientNode node)
    {
        var size = Plus(node, node.Graph.Emit("Abs", [node.Input(0)]), 1);
        node.Give(0, node.Graph.Div(node.Upstream, Square(node, size)));
    }

    static void Gelu(GradientNode node)
    {
        var (graph, x) = (node.Graph, node.Input(0));
        if (node.Text("approximate") == "tanh")
        {
            // y = x/2 · (1 + t), t = tanh(√(2/π) · (x + 0.044715 x³))
            const float root = 0.7978845608f;
            var square = Square(node, x);
            var t = graph.Emit("Tanh", [graph.Mul(x, Plus(node, graph.Mul(square, root * 0.044715f), root))]);
            var inner = Plus(node, graph.Mul(square, 3 * root * 0.044715f), root);
            var slope = graph.Mul(graph.Mul(x, graph.Mul(OneMinus(node, Square(node, t)), inner)), 0.5f);
            Scale(node, graph.Add(graph.Mul(Plus(node, t, 1), 0.5f), slope));
            return;
        }
        // y = x · Φ(x): Φ(x) + x · φ(x)
        var cumulative = graph.Mul(Plus(node, graph.Emit("Erf", [graph.Mul(x, 0.70710678f)]), 1), 0.5f);
        var density = graph.Mul(graph.Emit("Exp", [graph.Mul(Square(node, x), -0.5f)]), 0.39894228f);
        Scale(node, graph.Add(cumulative, graph.Mul(x, density)));
    }
}
