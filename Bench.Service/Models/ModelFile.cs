using Bench.Onnx.Model;
using Bench.Service.Models.Embeddings;

namespace Bench.Service.Models;

/// <summary>A model on this machine's disk, ready for the cage.</summary>
/// <param name="Folder">Folder that holds it and its external data, and nothing else.</param>
/// <param name="Path">The .onnx file in that folder.</param>
/// <param name="OutputKinds">What the graph says its outputs hold; absent or null where it does not say.</param>
/// <param name="TrainingOperators">Operators on the way from the picture to the answer that are in training
/// mode.</param>
/// <param name="Embeddings">What an embedding model's output is compared with; null for one that gives class
/// scores.</param>
public sealed record ModelFile(
    string Folder,
    string Path,
    IReadOnlyDictionary<string, OutputKind?> OutputKinds,
    IReadOnlyList<string> TrainingOperators,
    ClassEmbeddings? Embeddings = null
)
{
    /// <summary>SHA-256 of what was uploaded; null for a file that was not.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether a whole batch is quantised by one scale that is found as it runs: then a picture's answer
    /// depends on its neighbours.</summary>
    public bool QuantisesBatches { get; init; }

    /// <summary>Whether it computes in single precision: then even a small change of an answer, next to other pictures, is
    /// no rounding.</summary>
    public bool IsSinglePrecision { get; init; }

    /// <summary>What the graph does to its input before anything else; null for nothing that goes by
    /// channels.</summary>
    public OnnxInputScale? InputScale { get; init; }
}
