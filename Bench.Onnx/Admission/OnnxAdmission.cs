using Bench.Onnx.Archives;
using Bench.Onnx.Costs;
using Bench.Onnx.Model;
using Bench.Onnx.Shapes;
using Bench.Onnx.Wire;

namespace Bench.Onnx.Admission;

/// <summary>Static admission: what can be known about an uploaded model before anything loads it.</summary>
/// <remarks>
/// The file's bytes are hostile. They are read once, front to back, in the memory of the model's structure; weights are
/// stepped over. Time grows with the file's structure, never with what it declares. What cannot be read from the file
/// (a loop that never ends, a crash in a kernel) is the caged child's to survive.
/// </remarks>
public static class OnnxAdmission
{
    /// <summary>Inspects a model that must be self-contained: any external data is refused, since what lies next to the
    /// file is not the uploader's.</summary>
    /// <exception cref="IOException">The file cannot be opened or read: the server's fault, not the
    /// model's.</exception>
    public static OnnxAdmissionResult Inspect(string modelPath, OnnxLimits limits, CancellationToken cancellationToken) =>
        Inspect(modelPath, unpacked: false, limits, cancellationToken);

    /// <summary>Inspects a model in a folder of its own, unpacked by <see cref="ModelArchive"/>; external data may lie
    /// in that folder.</summary>
    /// <inheritdoc cref="Inspect(string, OnnxLimits, CancellationToken)"/>
    public static OnnxAdmissionResult InspectUnpacked(string modelPath, OnnxLimits limits, CancellationToken cancellationToken) =>
        Inspect(modelPath, unpacked: true, limits, cancellationToken);

    static OnnxAdmissionResult Inspect(string modelPath, bool unpacked, OnnxLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            return OnnxAdmissionResult.Admit(Describe(modelPath, unpacked, limits, cancellationToken));
        }
        catch (OnnxRefusalException refusal)
        {
            return OnnxAdmissionResult.Refuse(refusal.Problem);
        }
    }

    static OnnxModel Describe(string modelPath, bool unpacked, OnnxLimits limits, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(modelPath, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        if (stream.Length == 0)
            throw OnnxRefusalException.Invalid("The file is empty.");
        if (stream.Length > limits.MaxFileBytes)
            throw new OnnxRefusalException(
                new(
                    OnnxProblemCodes.TooLarge,
                    $"The model has {stream.Length} bytes; at most {limits.MaxFileBytes} are allowed.",
                    "Upload a smaller model, or ask the operator to raise the limit."
                )
            );
        RefuseOtherKinds(stream);
        var file = OnnxFileReader.Read(stream, limits, cancellationToken);
        OperatorRules.Check(file);
        FunctionRules.Check(file, limits);
        var externalBytes = ExternalDataRules.Check(file, modelPath, unpacked, limits);
        var inputs = InputRules.WithoutInitializers(file.Graph);
        var image = InputRules.FindImage(inputs);
        var shapes = ShapeInference.Run(file, image, limits, cancellationToken);
        var classOutputs = OutputRules.FindClassOutputs(file, shapes, limits);
        return new(
            file.IrVersion,
            file.Producer,
            file.ProducerVersion,
            file.Opsets,
            inputs,
            file.Graph.Outputs,
            image,
            classOutputs,
            PrecisionRules.Find(file),
            CostOfModel.Count(file, shapes),
            file.NodeCount,
            file.Graph.Nodes.CountBy(node => node.Operator).ToDictionary(),
            stream.Length,
            externalBytes
        )
        {
            TrainingOperators = TrainingRules.Find(file, image.Name),
            InputScale = InputScaleRules.Find(file, image),
        };
    }

    static void RefuseOtherKinds(FileStream stream)
    {
        var start = new byte[FileKind.Looked];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (FileKind.Recognise(start.AsSpan(0, length)) is { } problem)
            throw new OnnxRefusalException(problem);
    }
}
