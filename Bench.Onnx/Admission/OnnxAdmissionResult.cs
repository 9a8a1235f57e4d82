using System.Diagnostics.CodeAnalysis;
using Bench.Onnx.Model;

namespace Bench.Onnx.Admission;

/// <summary>An admitted model, or the reason why it is not: exactly one of the two.</summary>
public sealed record OnnxAdmissionResult
{
    OnnxAdmissionResult(OnnxModel? model, OnnxProblem? problem) => (Model, Problem) = (model, problem);

    public OnnxModel? Model { get; }

    public OnnxProblem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Model))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsAdmitted => Model is not null;

    internal static OnnxAdmissionResult Admit(OnnxModel model) => new(model, null);

    internal static OnnxAdmissionResult Refuse(OnnxProblem problem) => new(null, problem);
}
