using System.ComponentModel.DataAnnotations;
using Bench.Data;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference.Cage;

/// <summary>How models are run; section <c>Bench:Inference</c>.</summary>
public sealed record InferenceOptions
{
    public const string Section = "Bench:Inference";

    /// <summary>Execution providers to try, best first: <c>cuda</c>, <c>cpu</c>. Where <c>cpu</c> is not in the list, a
    /// worker without a GPU refuses work (code <c>provider-missing</c>) rather than do it slowly. Default: what this
    /// build is for, <c>cuda</c> or <c>cpu</c>, alone.</summary>
    /// <remarks>No list as default: the configuration binder would append to it what is configured.</remarks>
    [MinLength(1)]
    public string[]? Providers { get; init; }

    /// <summary>The providers to try, best first.</summary>
    public IReadOnlyList<string> ProviderList => Providers ?? [HasCudaProvider ? "cuda" : "cpu"];

    /// <summary>GPU of this worker process; one process owns one device. Default 0.</summary>
    [Range(0, 64)]
    public int DeviceId { get; init; }

    /// <summary>GPUs of this machine that work, each with a process of its own that <c>serve</c> starts: <c>all</c>, or
    /// numbers as in <c>0,2</c>. Empty, the default: this process works by itself, on <see cref="DeviceId"/>.</summary>
    [RegularExpression(@"all|\d{1,2}(,\d{1,2})*")]
    public string Devices { get; init; } = "";

    /// <summary>Whether another process started this one and keeps its standard input open as long as it shall work.
    /// Set by <see cref="Devices"/>.</summary>
    public bool EndsWithInput { get; init; }

    /// <summary>Most GPU memory to take in bytes; 0, the default, for no limit.</summary>
    [Range(0, long.MaxValue)]
    public long DeviceMemoryBytes { get; init; }

    /// <summary>How cuDNN looks for its convolution kernels: <c>heuristic</c> (default; the same kernel every time),
    /// <c>default</c> or <c>exhaustive</c> (may choose another from run to run).</summary>
    [AllowedValues("heuristic", "default", "exhaustive")]
    public string CudnnSearch { get; init; } = "heuristic";

    /// <summary>Whether TensorRT may compute in half precision; faster, and the numbers differ a little. Default
    /// off.</summary>
    public bool TensorRtFp16 { get; init; }

    /// <summary>Whether NVIDIA GPUs may multiply single-precision numbers as TF32, with 10 bits of mantissa; faster,
    /// and the numbers are not those of the CPU. Default off.</summary>
    public bool AllowTf32 { get; init; }

    /// <summary>Cores that a model may take on the CPU; 0, the default, for all of them.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Most images under way at once, and so the largest batch to try; on a CPU none above 32 is. Default 64.
    /// A model with a fixed batch runs at its own.</summary>
    [Range(1, 4096)]
    public int MaxBatch { get; init; } = 64;

    /// <summary>Images of a shard, default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int ShardSize { get; init; } = 10_000;

    /// <summary>Images of one slice of an attack, default 20: what a worker that dies loses, and how long other work
    /// waits for its turn.</summary>
    [Range(1, 100_000)]
    public int AttackSlice { get; init; } = 20;

    /// <summary>Whether a picture that cannot be decoded is left out and counted; by default it fails the
    /// evaluation.</summary>
    public bool ExcludeUndecodable { get; init; }

    /// <summary>Largest crop cache of this machine in bytes, default 64 GiB. Crops that do not fit are recomputed for
    /// each evaluation.</summary>
    [Range(0, long.MaxValue)]
    public long CropCacheBytes { get; init; } = 64L << 30;

    /// <summary>Whether a worker tests itself when it starts. Default on.</summary>
    public bool SelfTest { get; init; } = true;

    /// <summary>Whether the preprocessing doctor looks at a sample before the run. Default on.</summary>
    public bool Doctor { get; init; } = true;

    /// <summary>Images of the doctor's sample, default 256.</summary>
    [Range(16, 10_000)]
    public int DoctorSample { get; init; } = 256;

    /// <summary>How the child is confined: <c>auto</c> (bubblewrap where it works, else rlimits; default),
    /// <c>bubblewrap</c> (refuse work without it) or <c>rlimits</c>.</summary>
    public string Cage { get; init; } = "auto";

    /// <summary>Most private memory of a child in bytes, default 8 GiB.</summary>
    [Range(64L << 20, long.MaxValue)]
    public long MemoryBytes { get; init; } = 8L << 30;

    /// <summary>Longest that a model may take to load, or to answer one batch, default 2 minutes.</summary>
    [TimeRange("00:00:00.1", "1.00:00:00")]
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Length of each of the five windows in which an inspection times a model, default 0.1 seconds; finding
    /// how a machine runs it fastest may take thirty of them. Longer is steadier on a machine with other
    /// work.</summary>
    [TimeRange("00:00:00.001", "00:01:00")]
    public TimeSpan SpeedWindow { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>Longest that the settings of a model are timed against each other.</summary>
    internal TimeSpan PlanTime => SpeedWindow * 30;

    /// <summary>Longest that one shard, or one slice of an attack, may take, over all attempts, default 6
    /// hours.</summary>
    [TimeRange("00:00:01", "30.00:00:00")]
    public TimeSpan ShardTimeout { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The request that opens a model under these options.</summary>
    internal OpenModel Open(string pathInside, int threads) =>
        new(pathInside, ProviderList, threads, DeviceId, DeviceMemoryBytes, CudnnSearch, TensorRtFp16, AllowTf32);

    /// <summary>Whether this program was built with <c>OnnxRuntimeGpu=true</c>.</summary>
    static bool HasCudaProvider { get; } =
        new[] { "", Path.Combine("runtimes", "linux-x64", "native") }.Any(folder =>
            File.Exists(Path.Combine(AppContext.BaseDirectory, folder, "libonnxruntime_providers_cuda.so"))
        );

    public int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;
}
