using System.Globalization;
using System.Text.Json;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics;

/// <summary>Real stored predictions and label sets of the 50,000 validation images, in file-number order. Skips the calling test where they
/// are absent.</summary>
internal static class RealPredictions
{
    const int Images = 50_000;

    /// <summary>Best class and its probability, from a <c>file_name,predicted_class,predicted_probability</c> file.</summary>
    public static Predictions TopConfidence(string file)
    {
        var (classes, logits) = (new ushort[Images], new float[Images]);
        foreach (var line in File.ReadLines(SharedFolder.Require($"predictions/{file}")).Skip(1))
        {
            var cells = line.Split(',');
            var image = int.Parse(cells[0][^13..^5], CultureInfo.InvariantCulture) - 1;
            classes[image] = ushort.Parse(cells[1], CultureInfo.InvariantCulture);
            logits[image] = (float)Math.Log(double.Parse(cells[2], CultureInfo.InvariantCulture));
        }
        return new()
        {
            Count = Images,
            Classes = 1_000,
            HeadSize = 1,
            TopClass = classes,
            TopLogit = logits,
            LogSumExp = new float[Images],
        };
    }

    /// <summary>The five best classes, from an int64 array in class-folder order.</summary>
    public static Predictions TopFive(string model)
    {
        var numbers = FileNumbersInFolderOrder();
        var file = File.ReadAllBytes(SharedFolder.Require($"predictions/top5/val/{model}.npy"));
        var rows = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(file.AsSpan(10 + file[8] + (file[9] << 8)));
        var classes = new ushort[Images * 5];
        for (var i = 0; i < Images; i++)
        for (var k = 0; k < 5; k++)
            classes[(numbers[i] - 1) * 5 + k] = (ushort)rows[i * 5 + k];
        return new()
        {
            Count = Images,
            Classes = 1_000,
            HeadSize = 5,
            TopClass = classes,
        };
    }

    public static GroundTruth Original() => WrittenLabels.Single(OriginalClasses());

    /// <summary>Label sets of the reassessment, with the original class of each image.</summary>
    public static GroundTruth Real() =>
        WrittenLabels
            .Sets(JsonSerializer.Deserialize<int[][]>(File.ReadAllBytes(SharedFolder.Require("labels/real.json")))!)
            .WithOriginal(OriginalClasses());

    static int[] OriginalClasses()
    {
        var lines = File.ReadAllLines(SharedFolder.Require("labels/val_filename_wnid_sorted.txt"))
            .Select(line => line.Split(' ')[1])
            .ToArray();
        var wnids = lines.Distinct().Order(StringComparer.Ordinal).ToList();
        return [.. lines.Select(wnid => wnids.BinarySearch(wnid, StringComparer.Ordinal))];
    }

    static int[] FileNumbersInFolderOrder() =>
        [
            .. JsonSerializer
                .Deserialize<string[]>(File.ReadAllBytes(SharedFolder.Require("labels/cleanlab/imagenet_val_set_index_to_filepath.json")))!
                .Select(path => int.Parse(path[^13..^5], CultureInfo.InvariantCulture)),
        ];
}
