using System.Text.RegularExpressions;
using Bench.Service.Work;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference.Cage;

/// <summary>Failures of the model by the ways in which its child can end.</summary>
internal static partial class ChildFailures
{
    /// <summary>The worker lacks what its options insist on: no fault of the model.</summary>
    public const string ProviderMissing = "provider-missing";

    public static FailureException Of(Refused refused) =>
        refused.Code switch
        {
            RefusalCode.ModelDoesNotLoad => new(
                "model-invalid",
                $"ONNX Runtime does not load the model: {Plain(refused.Message)}",
                refused.Message.Contains("opset", StringComparison.OrdinalIgnoreCase)
                    ? "Export the model with an opset that is released, such as 17, then upload it again."
                    : "Check the file with onnx.checker and load it with onnxruntime on your side, then upload it again."
            ),
            RefusalCode.ModelDoesNotRun => new(
                "model-failed",
                $"The model loads but does not run: {Plain(refused.Message)}",
                "Run it with onnxruntime on one image of the declared input size; the declared input_size or layout may be wrong."
            ),
            RefusalCode.ProviderMissing => new(
                ProviderMissing,
                $"{refused.Message}.",
                "Ask the operator: Bench:Inference:Providers asks for hardware that this worker does not have; with cpu in the "
                    + "list it would run there."
            ),
            RefusalCode.OutOfMemory => OutOfMemory(),
            RefusalCode.OutputTooLarge => new(
                "output-mismatch",
                $"The model's output changed its shape: {refused.Message}.",
                "The class output must have one row of class scores for each image."
            ),
            _ => new("model-unsupported", refused.Message, "Export the model with one image input and class scores as output."),
        };

    /// <summary>The runtime's message about the model, without places in its own sources and in the sandbox.</summary>
    static string Plain(string message) => Place().Replace(message, "");

    [GeneratedRegex(
        @"^\[ErrorCode:\w+\]\s*|(?<=^\[ErrorCode:\w+\]\s*)Load model from \S+ failed:\s*|\S*onnxruntime_src\S+:\d+ .*?\)\s+(?=[A-Z])",
        RegexOptions.Singleline
    )]
    private static partial Regex Place();

    public static FailureException TooSlow(TimeSpan limit) =>
        new(
            "timed-out",
            $"The model gave no answer within {limit}.",
            "Check that it has no endless loop; ask the operator to raise Bench:Inference:AnswerTimeout for very slow models."
        );

    public static FailureException Garbage(string what) =>
        new(
            "protocol-violation",
            $"The process that ran the model sent an invalid answer: {what}.",
            "Report it to the operator: a model should not be able to do this."
        );

    static FailureException OutOfMemory() =>
        new(
            "out-of-memory",
            "The model needs more memory than a model may have here.",
            "Use a smaller model or batch, or ask the operator to raise Bench:Inference:MemoryBytes."
        );

    /// <param name="exitCode">The shell's convention for signals: 128 + number.</param>
    /// <param name="overLimit">Whether the memory watch ended it.</param>
    /// <param name="killed">Whether we ended it because it talked garbage and lived on.</param>
    /// <returns>The model's failure; a <see cref="ChildEndedException"/> where it is none.</returns>
    public static Exception OfDeath(int exitCode, bool overLimit, bool killed, string errors, string protocolError)
    {
        if (overLimit || SaysOutOfMemory(errors))
            return OutOfMemory();
        if (killed || exitCode == 0)
            return Garbage(protocolError);
        return ChildEndedException.Of(exitCode) ?? (Exception)OfExit(exitCode, errors);
    }

    static FailureException OfExit(int exitCode, string errors) =>
        exitCode switch
        {
            128 + 24 => new(
                "timed-out",
                "The model used up its processor time.",
                "Check that it has no endless loop, or ask the operator to raise Bench:Inference:ShardTimeout."
            ),
            > 128 and < 128 + 65 => new(
                "model-crashed",
                $"The process that ran the model died of signal {exitCode - 128}{SignalName(exitCode - 128)}.",
                "The model crashes ONNX Runtime. Simplify or re-export it, and try it with the same version of onnxruntime."
            ),
            _ => new(
                "model-crashed",
                $"The process that ran the model ended with code {exitCode}: {LastLine(errors)}",
                "Try the model with the same version of onnxruntime, and tell the operator if it works there."
            ),
        };

    static bool SaysOutOfMemory(string errors) =>
        errors.Contains("bad_alloc", StringComparison.Ordinal)
        || errors.Contains("Out of memory", StringComparison.OrdinalIgnoreCase)
        || errors.Contains("OutOfMemory", StringComparison.Ordinal)
        || errors.Contains("Failed to create CoreCLR", StringComparison.Ordinal);

    static string SignalName(int signal) =>
        signal switch
        {
            4 => " (illegal instruction)",
            6 => " (abort)",
            7 => " (bus error)",
            8 => " (arithmetic error)",
            9 => " (killed)",
            11 => " (segmentation fault)",
            _ => "",
        };

    static string LastLine(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it left no message";
}
