using System.Diagnostics.CodeAnalysis;
using Bench.Onnx.Model;

namespace Bench.Onnx.Archives;

/// <summary>The unpacked model, or the reason why there is none: exactly one of the two.</summary>
public sealed record ModelArchiveResult
{
    ModelArchiveResult(string? modelPath, OnnxProblem? problem) => (ModelPath, Problem) = (modelPath, problem);

    /// <summary>Full path of the one .onnx file.</summary>
    public string? ModelPath { get; }

    public OnnxProblem? Problem { get; }

    [MemberNotNullWhen(true, nameof(ModelPath))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsUnpacked => ModelPath is not null;

    internal static ModelArchiveResult Unpacked(string modelPath) => new(modelPath, null);

    internal static ModelArchiveResult Refuse(OnnxProblem problem) => new(null, problem);
}
