using System.Globalization;
using Bench.Workers.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;

namespace Bench.Workers.Inference.Child;

/// <summary>Chooses where a model runs: the first provider of the list that this build and this machine have.</summary>
internal static class ExecutionProviders
{
    /// <summary>Appends the provider and returns its name; what was asked for and is not there is said in
    /// <paramref name="warnings"/>.</summary>
    /// <exception cref="PlatformNotSupportedException">None of the list is there.</exception>
    public static string Append(SessionOptions options, OpenModel request, List<string> warnings)
    {
        var available = OrtEnv.Instance().GetAvailableProviders();
        foreach (var name in request.Providers)
        {
            if (name == "cpu")
                return name;
            var runtimeName = name switch
            {
                "cuda" => "CUDAExecutionProvider",
                "tensorrt" => "TensorrtExecutionProvider",
                _ => name,
            };
            if (!available.Contains(runtimeName))
            {
                warnings.Add(
                    $"execution provider {name} is not in this build of ONNX Runtime (build or publish with -p:OnnxRuntimeGpu=true)"
                );
                continue;
            }
            try
            {
                if (name == "tensorrt")
                    AppendTensorRt(options, request);
                AppendCuda(options, request);
                return name;
            }
            // A build without the provider's library throws the first, a machine without its driver the second.
            catch (Exception error) when (error is EntryPointNotFoundException or OnnxRuntimeException)
            {
                warnings.Add($"execution provider {name} did not start: {Reason(error, GpuLibraries.Missing())}");
            }
        }
        throw new PlatformNotSupportedException(
            $"None of the execution providers [{string.Join(", ", request.Providers)}] is available on {Environment.MachineName}: "
                + $"{string.Join("; ", warnings)}"
        );
    }

    /// <summary>A reason that an operator can act on: the libraries that are missing, where some are; else ONNX
    /// Runtime's message, of a driver that is too old for example.</summary>
    internal static string Reason(Exception error, IReadOnlyList<string> missing) =>
        missing.Count > 0 ? $"this machine lacks {string.Join(", ", missing)}" : error.Message;

    /// <summary>Session options that can change a number, the same on every machine.</summary>
    /// <remarks>Without VNNI the fast kernels for unsigned times signed bytes add in 16 bits and saturate: other
    /// answers than on a processor with it. This option has such processors multiply exactly; ONNX Runtime passes it
    /// over where nothing can overflow.</remarks>
    public static IReadOnlyDictionary<string, string> SessionSettings { get; } =
        new Dictionary<string, string> { ["session.x64quantprecision"] = "1" };

    /// <summary>Options of the CUDA provider, by their names in ONNX Runtime.</summary>
    internal static Dictionary<string, string> CudaSettings(OpenModel request)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = request.DeviceId.ToString(CultureInfo.InvariantCulture),
            // Exhaustive search may choose another kernel from run to run; the heuristic, our default, is the same
            // every time.
            ["cudnn_conv_algo_search"] = request.CudnnSearch.ToUpperInvariant(),
            // On by default there: a single-precision model would be multiplied with 10 bits of mantissa.
            ["use_tf32"] = request.AllowTf32 ? "1" : "0",
        };
        if (request.DeviceMemoryBytes > 0)
            settings["gpu_mem_limit"] = request.DeviceMemoryBytes.ToString(CultureInfo.InvariantCulture);
        return settings;
    }

    /// <summary>Options of the TensorRT provider. It has none for TF32: the child's environment says that
    /// (NVIDIA_TF32_OVERRIDE).</summary>
    internal static Dictionary<string, string> TensorRtSettings(OpenModel request)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = request.DeviceId.ToString(CultureInfo.InvariantCulture),
            ["trt_fp16_enable"] = request.TensorRtFp16 ? "1" : "0",
        };
        if (request.DeviceMemoryBytes > 0)
            settings["trt_max_workspace_size"] = request.DeviceMemoryBytes.ToString(CultureInfo.InvariantCulture);
        return settings;
    }

    /// <summary>Everything in use that can change a number, as <c>name=value</c> in ordinal order; device and memory
    /// cannot.</summary>
    public static IReadOnlyList<string> Settings(string provider, OpenModel request)
    {
        IEnumerable<KeyValuePair<string, string>> settings = provider switch
        {
            "cpu" => SessionSettings,
            "tensorrt" => [.. SessionSettings, .. CudaSettings(request), .. TensorRtSettings(request)],
            _ => [.. SessionSettings, .. CudaSettings(request)],
        };
        return
        [
            .. settings
                .Where(setting => setting.Key is not ("device_id" or "gpu_mem_limit" or "trt_max_workspace_size"))
                .Select(setting => $"{setting.Key}={setting.Value}")
                .Order(StringComparer.Ordinal),
        ];
    }

    static void AppendCuda(SessionOptions options, OpenModel request)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(CudaSettings(request));
        options.AppendExecutionProvider_CUDA(cuda);
    }

    static void AppendTensorRt(SessionOptions options, OpenModel request)
    {
        using var tensorRt = new OrtTensorRTProviderOptions();
        tensorRt.UpdateOptions(TensorRtSettings(request));
        options.AppendExecutionProvider_Tensorrt(tensorRt);
    }
}
