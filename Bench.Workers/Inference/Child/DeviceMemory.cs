using Microsoft.ML.OnnxRuntime;

namespace Bench.Workers.Inference.Child;

/// <summary>How batches reach a GPU and rows come back: page-locked memory on our side, bound to the session, so that
/// the driver copies without a detour.</summary>
internal sealed class DeviceMemory : IDisposable
{
    readonly OrtMemoryInfo _info;

    DeviceMemory(InferenceSession session, OrtMemoryInfo info)
    {
        _info = info;
        Pinned = new OrtAllocator(session, info);
    }

    public OrtAllocator Pinned { get; }

    /// <summary>Null, with a warning, where the provider offers none: plain memory does as well, more slowly.</summary>
    public static DeviceMemory? TryCreate(InferenceSession session, int deviceId, List<string> warnings)
    {
        var info = new OrtMemoryInfo("CudaPinned", OrtAllocatorType.DeviceAllocator, deviceId, OrtMemType.CpuOutput);
        try
        {
            return new DeviceMemory(session, info);
        }
        catch (OnnxRuntimeException error)
        {
            info.Dispose();
            warnings.Add($"no pinned memory on the device: {error.Message}");
            return null;
        }
    }

    /// <summary>Runs a batch whose outputs the device writes into pinned memory; the caller disposes them.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        InferenceSession session,
        RunOptions options,
        string input,
        OrtValue batch,
        IReadOnlyCollection<string> outputs
    )
    {
        using var binding = session.CreateIoBinding();
        binding.BindInput(input, batch);
        foreach (var output in outputs)
            binding.BindOutputToDevice(output, _info);
        session.RunWithBinding(options, binding);
        binding.SynchronizeBoundOutputs();
        return binding.GetOutputValues();
    }

    public void Dispose()
    {
        Pinned.Dispose();
        _info.Dispose();
    }
}
