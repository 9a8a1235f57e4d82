namespace Bench.Onnx.Model;

/// <summary>Why a file is refused: a stable code for scripts, a sentence for a person, a next step.</summary>
/// <param name="Code">One of <see cref="OnnxProblemCodes"/>.</param>
public sealed record OnnxProblem(string Code, string Message, string NextStep);
