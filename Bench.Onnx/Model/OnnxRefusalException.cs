namespace Bench.Onnx.Model;

/// <summary>Carries a refusal from deep inside a reader to the entry points of admission and archives, which turn it
/// into a typed outcome.</summary>
internal sealed class OnnxRefusalException(OnnxProblem problem) : Exception(problem.Message)
{
    const string ExportAgain = "Export the model to ONNX again and upload the new file.";
    const string Simplify =
        "Simplify the graph (for example with onnxsim or the runtime's offline optimiser), or ask the operator to raise the limit.";

    public OnnxProblem Problem { get; } = problem;

    public static OnnxRefusalException Invalid(string message) => new(new(OnnxProblemCodes.Invalid, message, ExportAgain));

    public static OnnxRefusalException Archive(string message) =>
        new(new(OnnxProblemCodes.Archive, message, "Pack the .onnx file and its data files, and nothing else, into a plain .zip."));

    public static OnnxRefusalException Limit(string message) => new(new(OnnxProblemCodes.Limits, message, Simplify));
}
