using System.Globalization;
using System.Text.Json;
using Bench.Data.Predictions;

namespace Bench.Benchmarks.Claims;

/// <summary>Answers of a published model for the validation images, in the order of class folders.</summary>
/// <param name="Name">Of the model.</param>
/// <param name="Confidence">[N] probability of the best class.</param>
/// <param name="Correct">[N] whether it is right.</param>
/// <param name="Ranked">[N, 5] logarithms of the best five probabilities; null where only the best is known.</param>
internal sealed record PublishedAnswers(string Name, float[] Confidence, bool[] Correct, float[]? Ranked)
{
    const int Ranks = 5;

    /// <summary>The confidence of an image where the logits are multiplied, by its best five classes alone.</summary>
    public float Sharpened(int image, double times)
    {
        if (times == 1)
            return Confidence[image];
        var sum = 0.0;
        for (var rank = 0; rank < Ranks; rank++)
            sum += Math.Exp(times * (Ranked![image * Ranks + rank] - Ranked[image * Ranks]));
        return (float)(1 / sum);
    }

    /// <param name="data">Folder with labels/val_filename_wnid_sorted.txt, labels/cleanlab and predictions/*.csv.</param>
    /// <param name="repository">A checkout of cgnorthcutt/benchmarking-keras-pytorch.</param>
    public static IEnumerable<PublishedAnswers> All(string data, string repository)
    {
        var labels = File.ReadLines(Path.Combine(data, "labels/val_filename_wnid_sorted.txt"))
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1]);
        string[] classes = [.. labels.Values.Distinct().Order(StringComparer.Ordinal)];
        var index = classes.Index().ToDictionary(each => each.Item, each => each.Index);
        using var paths = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(data, "labels/cleanlab/imagenet_val_set_index_to_filepath.json"))
        );
        string[] order = [.. paths.RootElement.EnumerateArray().Select(path => Path.GetFileName(path.GetString()!))];
        int[] label = [.. order.Select(name => index[labels[name]])];
        foreach (var file in Directory.GetFiles(Path.Combine(data, "predictions"), "*.csv").Order(StringComparer.Ordinal))
            yield return OfTable(file, order, label);
        foreach (
            var file in Directory
                .GetFiles(repository, "*_top5preds.npy", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file))!.EndsWith("_imagenet", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
            yield return OfArrays(file, label);
    }

    static PublishedAnswers OfTable(string file, string[] order, int[] label)
    {
        var rows = File.ReadLines(file).Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0]);
        return new(
            Path.GetFileNameWithoutExtension(file),
            [.. order.Select(name => float.Parse(rows[name][2], CultureInfo.InvariantCulture))],
            [.. order.Select((name, image) => int.Parse(rows[name][1], CultureInfo.InvariantCulture) == label[image])],
            null
        );
    }

    static PublishedAnswers OfArrays(string file, int[] label)
    {
        var classes = Read<int>(file);
        var probabilities = Read<float>(file.Replace("preds", "probs", StringComparison.Ordinal));
        var (confidence, correct, ranked) = (new float[label.Length], new bool[label.Length], new float[label.Length * Ranks]);
        for (var image = 0; image < label.Length; image++)
        {
            // Not all files have the best first.
            int[] ranks = [.. Enumerable.Range(image * Ranks, Ranks).OrderByDescending(at => probabilities[at])];
            (confidence[image], correct[image]) = (MathF.Min(1, probabilities[ranks[0]]), classes[ranks[0]] == label[image]);
            for (var rank = 0; rank < Ranks; rank++)
                ranked[image * Ranks + rank] = MathF.Log(MathF.Max(1.17549435e-38f, probabilities[ranks[rank]]));
        }
        return new(Path.GetFileName(file).Replace("_imagenet_top5preds.npy", "", StringComparison.Ordinal), confidence, correct, ranked);
    }

    static T[] Read<T>(string file)
        where T : unmanaged, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T>
    {
        using var stream = File.OpenRead(file);
        return NpyReader.Read<T>(stream, file, stream.Length, stream.Length).Values;
    }
}
