using Bench.Onnx.Model;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>A gradient where a node's output lies between two bounds; zero at the bounds, where values are as a rule clipped.</summary>
/// <remarks>
/// Where the gradient is one of convolutions, the bounds are no comparisons but a convolution of one weight a channel, very steep, cut to
/// [0, 1]: 0 at the bound and 1 behind it, exactly, because the weight is a power of two. The runtime keeps what convolutions make in
/// blocks of channels; this convolution and the product take them as they are, whereas a comparison has them put in order and back.
/// </remarks>
internal static class RangeMask
{
    /// <summary>2^100: the next number behind a bound is far enough from it, and no bound up to <see cref="Far"/> overflows.</summary>
    const float Slope = 1.2676506e30f;

    const float Far = 1e6f;

    /// <param name="Name">The input that is the bound; null where the number alone is known.</param>
    /// <param name="Number">The bound, where it is stored in the model.</param>
    public sealed record Bound(string? Name, float? Number);

    /// <param name="node">Its output is what lies in the range.</param>
    /// <param name="low">Lower bound; null where there is none.</param>
    /// <param name="high">Upper bound, likewise.</param>
    public static string Apply(GradientNode node, Bound? low, Bound? high)
    {
        var (graph, gradient) = (node.Graph, node.Upstream);
        if (graph.IsOfConvolutions(gradient) && node.OutputDims() is [_, var channels, _, _] && IsNear(low) && IsNear(high))
        {
            if (low is not null)
                gradient = graph.Mul(gradient, Step(graph, node.Output, channels, Slope, low.Number!.Value));
            return high is null ? gradient : graph.Mul(gradient, Step(graph, node.Output, channels, -Slope, high.Number!.Value));
        }
        var above = low is null ? null : graph.Emit("Greater", [node.Output, NameOf(graph, low)]);
        var below = high is null ? null : graph.Emit("Less", [node.Output, NameOf(graph, high)]);
        return (above is null || below is null ? above ?? below : graph.Emit("And", [above, below])) is { } inside
            ? graph.Mul(gradient, graph.Emit("Cast", [inside], Attribute("to", (long)OnnxElementType.Float)))
            : gradient;
    }

    static bool IsNear(Bound? bound) => bound is null or { Number: >= -Far and <= Far };

    static string NameOf(GraphEmitter graph, Bound bound) => bound.Name ?? graph.Scalar(bound.Number!.Value);

    /// <summary>min(1, max(0, slope · (value − bound))).</summary>
    static string Step(GraphEmitter graph, string value, long channels, float slope, float bound)
    {
        var steep = graph.Emit(
            "Conv",
            [value, graph.Full(slope, channels, 1, 1, 1), graph.Full(-slope * bound, channels)],
            Attribute("group", channels),
            Attribute("kernel_shape", [1L, 1L])
        );
        return graph.Emit("Clip", [steep, graph.Scalar(0), graph.Scalar(1)]);
    }
}
