using Bench.Data;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Service.Models;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Models;

/// <summary>Makes small crop files of made pictures, for looking at a model before there is a photograph.</summary>
public sealed class ScratchCrops(BenchOptions options)
{
    /// <param name="count">Images in the file.</param>
    internal NoiseCrops Noise(Preprocessing preprocessing, int count)
    {
        var folder = Path.Combine(options.CachePath, "scratch", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "noise" + CropCache.Extension);
        using var writer = CropWriter.Create(path, new CropLayout("noise", 0, count, preprocessing.Width, preprocessing.Height));
        var crop = new byte[preprocessing.Width * preprocessing.Height * 3];
        for (var i = 0; i < count; i++)
        {
            ProbePictures.Fill(i, preprocessing.Width, preprocessing.Height, crop);
            writer.Publish(i, crop);
        }
        return new NoiseCrops(folder, path);
    }
}

/// <summary>A crop file of made pictures in a folder of its own; gone when disposed.</summary>
internal sealed record NoiseCrops(string Folder, string Path) : IDisposable
{
    public UseImages Use(
        CagedChild child,
        InputDescription input,
        string output,
        int width,
        EnginePlan plan,
        Preprocessing preprocessing
    ) => new(child.Inside(Path), PreprocessingJson.Write(preprocessing), input.Name, input.Layout, output, width, plan);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
