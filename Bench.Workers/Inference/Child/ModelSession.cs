using Bench.Imaging.Contract;
using Bench.Workers.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Bench.Workers.Inference.Child;

/// <summary>One loaded model. With <see cref="ExecutionProviders"/> the only place that names ONNX Runtime, and it
/// lives in the cage alone.</summary>
internal sealed class ModelSession : IDisposable
{
    readonly SessionOptions _options;
    readonly InferenceSession _session;
    readonly RunOptions _run = new();
    readonly DeviceMemory? _device;

    ModelSession(SessionOptions options, InferenceSession session, string provider, OpenModel request, List<string> warnings)
    {
        _options = options;
        _session = session;
        _device = provider == "cpu" ? null : DeviceMemory.TryCreate(session, request.DeviceId, warnings);
        Description = new ModelOpened(
            provider,
            OrtEnv.Instance().GetVersionString(),
            Describe(session.InputMetadata),
            Describe(session.OutputMetadata),
            warnings,
            new EngineSettings(InstructionSets.Here, provider != "cpu" && request.AllowTf32, ExecutionProviders.Settings(provider, request))
        );
    }

    public ModelOpened Description { get; }

    /// <param name="request">How to open it.</param>
    /// <param name="model">The model where it is not the file that the request names but made from it.</param>
    /// <exception cref="OnnxRuntimeException">The model does not load.</exception>
    public static ModelSession Open(OpenModel request, byte[]? model = null)
    {
        var warnings = new List<string>();
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = request.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        };
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        // Spinning threads would take the cores that decode the next images.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        foreach (var (name, value) in ExecutionProviders.SessionSettings)
            options.AddSessionConfigEntry(name, value);
        try
        {
            var provider = ExecutionProviders.Append(options, request, warnings);
            var session = model is null ? new InferenceSession(request.ModelPath, options) : new InferenceSession(model, options);
            return new ModelSession(options, session, provider, request, warnings);
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    public TensorElementType ElementTypeOf(string input) =>
        _session.InputMetadata.TryGetValue(input, out var metadata)
            ? metadata.ElementDataType
            : throw new ArgumentException($"the model has no input '{input}'");

    /// <summary>Whether the input's batch dimension is open or just this.</summary>
    public bool AcceptsBatch(string input, int batch) =>
        _session.InputMetadata[input].Dimensions is [var first, ..] && (first < 0 || first == batch);

    /// <summary>A tensor for one batch, in memory that the device copies from by itself where there is one.</summary>
    public InputBatch CreateBatch(string input, TensorLayout layout, int batch, int height, int width) =>
        new(ElementTypeOf(input), layout, batch, height, width, _device?.Pinned);

    /// <summary>Runs one batch; the caller disposes the outputs.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(string input, OrtValue batch, IReadOnlyCollection<string> outputs) =>
        _device?.Run(_session, _run, input, batch, outputs) ?? _session.Run(_run, [input], [batch], outputs);

    /// <summary>Runs several inputs; the caller disposes the outputs.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyCollection<string> inputs,
        IReadOnlyCollection<OrtValue> values,
        IReadOnlyCollection<string> outputs
    ) => _session.Run(_run, inputs, values, outputs);

    /// <summary>Runs noise and tells every output's element type and shape.</summary>
    public IReadOnlyList<TensorDescription> Probe(ProbeOutputs request)
    {
        using var batch = CreateBatch(request.Input, request.Layout, request.Batch, request.Height, request.Width);
        batch.FillWithNoise();
        using var outputs = Run(request.Input, batch.Value, _session.OutputNames);
        return [.. _session.OutputNames.Zip(outputs, Describe)];
    }

    /// <summary>Runs noise and tells some numbers of an output's first row.</summary>
    public AnswerSampled Sample(SampleAnswer request)
    {
        using var batch = CreateBatch(request.Input, request.Layout, request.Batch, request.Height, request.Width);
        batch.FillWithNoise();
        using var outputs = Run(request.Input, batch.Value, [request.Output]);
        var row = new float[(int)Math.Min(OutputRows.CountOf(outputs[0], request.Output) / request.Batch, ushort.MaxValue)];
        OutputRows.Read(outputs[0], request.Output, row);
        return new AnswerSampled(AnswerSample.Of(row));
    }

    static TensorDescription Describe(string name, OrtValue value)
    {
        if (!value.IsTensor)
            return new TensorDescription(name, value.OnnxType.ToString().ToLowerInvariant(), []);
        var info = value.GetTensorTypeAndShape();
        return new TensorDescription(name, info.ElementDataType.ToString().ToLowerInvariant(), info.Shape);
    }

    static List<TensorDescription> Describe(IReadOnlyDictionary<string, NodeMetadata> tensors) =>
        [
            .. tensors.Select(pair => new TensorDescription(
                pair.Key,
                pair.Value.IsTensor
                    ? pair.Value.ElementDataType.ToString().ToLowerInvariant()
                    : pair.Value.OnnxValueType.ToString().ToLowerInvariant(),
                pair.Value.IsTensor ? [.. pair.Value.Dimensions.Select(dimension => (long)dimension)] : []
            )),
        ];

    public void Dispose()
    {
        _device?.Dispose();
        _run.Dispose();
        _session.Dispose();
        _options.Dispose();
    }
}
