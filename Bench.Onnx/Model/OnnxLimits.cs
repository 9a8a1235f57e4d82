using System.ComponentModel.DataAnnotations;

namespace Bench.Onnx.Model;

/// <summary>How much of everything an uploaded model may declare. Real classifiers stay an order of magnitude below
/// each.</summary>
public sealed record OnnxLimits
{
    /// <summary>Bytes of the .onnx file, 4 GiB unless said otherwise. The format itself cannot pass 2 GiB without
    /// external data.</summary>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; init; } = 4L << 30;

    /// <summary>Bytes that all external tensors together may refer to.</summary>
    [Range(0, long.MaxValue)]
    public long MaxExternalBytes { get; init; } = 16L << 30;

    /// <summary>Memory, in bytes, that everything but the weights may take once read: names, nodes, attributes, small
    /// constants.</summary>
    [Range(1, long.MaxValue)]
    public long MaxStructureBytes { get; init; } = 256L << 20;

    /// <summary>Nodes of all graphs and functions, counted once as written and once with every function call written
    /// out.</summary>
    [Range(1, int.MaxValue)]
    public int MaxNodes { get; init; } = 200_000;

    [Range(0, int.MaxValue)]
    public int MaxInitializers { get; init; } = 100_000;

    /// <summary>Graphs inside graphs: bodies of If, Loop and Scan.</summary>
    [Range(1, 64)]
    public int MaxGraphDepth { get; init; } = 8;

    /// <summary>Functions calling functions.</summary>
    [Range(0, 64)]
    public int MaxFunctionDepth { get; init; } = 16;

    /// <summary>Bytes of one name or text attribute.</summary>
    [Range(1, 1 << 24)]
    public int MaxStringBytes { get; init; } = 64 << 10;

    /// <summary>Numbers or texts in one attribute.</summary>
    [Range(1, 1 << 24)]
    public int MaxAttributeElements { get; init; } = 1 << 20;

    [Range(1, 64)]
    public int MaxRank { get; init; } = 16;

    /// <summary>Elements of one stored tensor.</summary>
    [Range(1, long.MaxValue)]
    public long MaxTensorElements { get; init; } = 4L << 30;

    /// <summary>Elements of one intermediate tensor for one image, where the graph alone says so.</summary>
    [Range(1, long.MaxValue)]
    public long MaxActivationElements { get; init; } = 1L << 28;

    /// <summary>Elements of one output for one image, where the graph alone says so.</summary>
    [Range(1, long.MaxValue)]
    public long MaxOutputElements { get; init; } = 1L << 24;
}
