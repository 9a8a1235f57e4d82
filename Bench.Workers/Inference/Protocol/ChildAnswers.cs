using System.Text.Json.Serialization;
using Bench.Onnx.Gradients;

namespace Bench.Workers.Inference.Protocol;

/// <summary>An answer of the child, apart from rows of numbers. The parent believes none of it without
/// checking.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "answer")]
[JsonDerivedType(typeof(ModelOpened), "opened")]
[JsonDerivedType(typeof(OutputsProbed), "probed")]
[JsonDerivedType(typeof(AnswerSampled), "sampled")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(SpeedMeasured), "measured")]
[JsonDerivedType(typeof(AttackOpened), "attackOpened")]
[JsonDerivedType(typeof(Refused), "refused")]
internal abstract record ChildAnswer;

internal sealed record ModelOpened(
    string Provider,
    string RuntimeVersion,
    IReadOnlyList<TensorDescription> Inputs,
    IReadOnlyList<TensorDescription> Outputs,
    IReadOnlyList<string> Warnings,
    EngineSettings Engine
) : ChildAnswer;

/// <param name="InstructionSet">Of the processor: the widest vectors, and whether it multiplies bytes exactly
/// (VNNI).</param>
/// <param name="Tf32">Whether single-precision numbers may be multiplied as TF32.</param>
/// <param name="Options">Every option that can change a number, as <c>name=value</c> in ordinal order.</param>
internal sealed record EngineSettings(string InstructionSet, bool Tf32, IReadOnlyList<string> Options);

internal sealed record OutputsProbed(IReadOnlyList<TensorDescription> Outputs) : ChildAnswer;

/// <param name="Values">Numbers of the row, evenly spread over it; the same places every time.</param>
internal sealed record AnswerSampled(IReadOnlyList<float> Values) : ChildAnswer;

internal sealed record Ready : ChildAnswer;

/// <param name="ImagesPerSecond">Of each window, at the full batch.</param>
/// <param name="LatencyMilliseconds">Of single runs at batch 1 (or the model's fixed batch), ascending; empty where it
/// was not wanted.</param>
/// <param name="PeakBytes">Peak resident memory of the child.</param>
internal sealed record SpeedMeasured(IReadOnlyList<double> ImagesPerSecond, IReadOnlyList<double> LatencyMilliseconds, long PeakBytes)
    : ChildAnswer;

/// <param name="HasGradient">Whether pictures may come with seeds.</param>
/// <param name="Missing">What rules out a gradient; empty where there is one, and where a class map was wanted of a
/// model without features.</param>
/// <param name="Features">The features of class maps; null unless these were wanted.</param>
internal sealed record AttackOpened(ModelOpened Model, bool HasGradient, IReadOnlyList<string> Missing, FeatureTensor? Features)
    : ChildAnswer
{
    /// <summary>Operators that jump, and that no gradient passes.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Whether the reverse pass begins at logits that the output does not show, which may be asked for.</summary>
    public bool OwnLogits { get; init; }
}

/// <summary>The request could not be done. The code is one of <see cref="RefusalCode"/>'s names.</summary>
internal sealed record Refused(RefusalCode Code, string Message) : ChildAnswer;

/// <param name="ElementType">ONNX's name of the element type, lower case: float, float16, uint8, int64, …</param>
/// <param name="Dimensions">−1 where the model leaves a dimension open.</param>
internal sealed record TensorDescription(string Name, string ElementType, IReadOnlyList<long> Dimensions);

internal enum RefusalCode
{
    ModelDoesNotLoad,
    ModelDoesNotRun,
    OutOfMemory,
    OutputTooLarge,
    BadRequest,
    ProviderMissing,
}
