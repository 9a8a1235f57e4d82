using Bench.Imaging.Contract;
using Bench.Service.Models;
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
        Cage cage,
        InferenceOptions options,
        ScratchCrops scratch,
        ModelFile file,
        ModelInspection inspection
    )
    {
        using var crops = scratch.Noise(Preprocessing.Default, Math.Max(8, inspection.Batch));
        await using var child = cage.Start(file.Folder, crops.Folder, TimeSpan.FromHours(1));
        await using var watch = new ProcessMemory();
        await child.AskAsync<ModelOpened>(
            options.Open(child.Inside(file.Path), options.ThreadCount),
            options.AnswerTimeout,
            CancellationToken.None
        );
        var output = inspection.Outputs[0];
        await child.AskAsync<Ready>(
            crops.Use(child, inspection.Input, output.Name, output.Width, inspection.Plan!, Preprocessing.Default),
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
