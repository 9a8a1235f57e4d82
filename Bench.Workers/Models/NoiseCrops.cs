using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Service.Models;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Models;

/// <summary>A small crop file of made pictures, for looking at a model before there is a photograph.</summary>
internal sealed record NoiseCrops(string Path, Preprocessing Preprocessing)
{
    /// <param name="folder">Where it is made, and stays.</param>
    /// <param name="count">Images in the file.</param>
    public static NoiseCrops In(string folder, Preprocessing preprocessing, int count)
    {
        var path = System.IO.Path.Combine(folder, "noise" + CropCache.Extension);
        using var writer = CropWriter.Create(path, new CropLayout("noise", 0, count, preprocessing.Width, preprocessing.Height));
        var crop = new byte[preprocessing.Width * preprocessing.Height * 3];
        for (var i = 0; i < count; i++)
        {
            ProbePictures.Fill(i, preprocessing.Width, preprocessing.Height, crop);
            writer.Publish(i, crop);
        }
        return new NoiseCrops(path, preprocessing);
    }

    public UseImages Use(CagedChild child, InputDescription input, string output, int width, EnginePlan plan) =>
        new(child.Inside(Path), PreprocessingJson.Write(Preprocessing), input.Name, input.Layout, output, width, plan);
}
