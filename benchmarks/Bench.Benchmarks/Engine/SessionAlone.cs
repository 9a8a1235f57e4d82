using Bench.Imaging.Contract;
using Bench.Service.Models;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;
using Bench.Workers.Models;

namespace Bench.Benchmarks.Engine;

/// <summary>The peer of a whole evaluation: the same session, on the same machine and in the same cage, on tensors that were filled
/// before.</summary>
internal static class SessionAlone
{
    const int Windows = 5;
    const double SecondsPerWindow = 3;

    /// <returns>Images a second (median of the windows), and the most private memory that the child took.</returns>
    public static async Task<(double ImagesPerSecond, long Bytes)> MeasureAsync(
        ModelChildren children,
        InferenceOptions options,
        ModelFile file,
        ModelInspection inspection
    )
    {
        await using var watch = new TreeMemory();
        await using var taken = await children.TakeAsync(file, inspection.Plan!.Threads, CancellationToken.None);
        var (child, crops) = (taken.Child, NoiseCrops.In(taken.Folder, Preprocessing.Default, Math.Max(8, inspection.Batch)));
        var output = inspection.Outputs[0];
        await child.AskAsync<Ready>(
            crops.Use(child, inspection.Input, output.Name, output.Width, inspection.Plan),
            options.AnswerTimeout,
            CancellationToken.None
        );
        var measured = await child.AskAsync<SpeedMeasured>(
            new MeasureSpeed(Windows, SecondsPerWindow, Latency: false),
            options.AnswerTimeout,
            CancellationToken.None
        );
        return (measured.ImagesPerSecond.Order().ElementAt(Windows / 2), watch.PeakChildren);
    }
}
