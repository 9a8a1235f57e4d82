using System.Globalization;
using System.Text.Json;
using Bench.Data.Predictions;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;

namespace Bench.Benchmarks.Claims;

/// <summary>Public predictions of a real model over a dataset, in the dataset's order.</summary>
/// <param name="Name">Of the model.</param>
/// <param name="Target">The dataset.</param>
/// <param name="Ranks">[N, K] classes, best first.</param>
/// <param name="Width">K.</param>
/// <param name="Confidence">[N] probability of the best class; null where ranks alone are known.</param>
internal sealed record RealAnswers(string Name, LabelTarget Target, ushort[] Ranks, int Width, float[]? Confidence)
{
    const int TopFive = 5;

    public int Count => Ranks.Length / Width;

    public IEnumerable<string> Doubts() =>
        AnswerChecks
            .Of(new(Ranks, Width, Target.Outputs.Count, RanksOnly: Confidence is null, Verified: false) { Confidence = Confidence }, Target)
            .Select(check => check.Code);

    /// <summary>Rows of other images.</summary>
    /// <param name="from">[N] the image whose answer each image gets.</param>
    public RealAnswers Moved(IReadOnlyList<int> from)
    {
        var ranks = new ushort[Ranks.Length];
        for (var image = 0; image < Count; image++)
            Ranks.AsSpan(from[image] * Width, Width).CopyTo(ranks.AsSpan(image * Width));
        return this with { Ranks = ranks, Confidence = Confidence is { } known ? [.. from.Select(image => known[image])] : null };
    }

    /// <summary>Other classes for the same images.</summary>
    public RealAnswers Renamed(Func<int, ushort, ushort> @class) =>
        this with
        {
            Ranks = [.. Ranks.Select((one, place) => @class(place / Width, one))],
        };

    /// <param name="data">Folder with labels, predictions/*.csv and predictions/top5.</param>
    public static IEnumerable<RealAnswers> All(string data)
    {
        string[] Lines(string file) => File.ReadAllLines(Path.Combine(data, file));
        var val = TargetOf(
            DatasetVariants.ValKey,
            Lines("labels/val_filename_wnid_sorted.txt").Select(line => line.Split(' ')).Select(parts => (parts[0], parts[1]))
        );
        var folders = JsonSerializer.Deserialize<string[]>(
            File.ReadAllBytes(Path.Combine(data, "labels/cleanlab/imagenet_val_set_index_to_filepath.json"))
        )!;
        using var list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "labels/imagenetv2/imagenetv2-b-33.json")));
        (string Path, string Label)[] listed =
        [
            .. list
                .RootElement.GetProperty("image_filenames")
                .EnumerateArray()
                .Select(image => (image[0].GetString()!, image[1].GetString()!)),
        ];
        foreach (var file in Directory.GetFiles(Path.Combine(data, "predictions"), "*.csv").Order(StringComparer.Ordinal))
            yield return OfTable(file, val);
        foreach (var file in Arrays("val"))
            yield return OfArray(file, val, [.. folders.Select(path => Path.GetFileName(path))]);
        var second = TargetOf("imagenetv2", listed);
        foreach (var file in Arrays("v2-matched-frequency"))
            yield return OfArray(file, second, [.. listed.Select(image => image.Path)]);

        IEnumerable<string> Arrays(string folder) =>
            Directory.GetFiles(Path.Combine(data, "predictions/top5", folder), "*.npy").Order(StringComparer.Ordinal);
    }

    static LabelTarget TargetOf(string variant, IEnumerable<(string Path, string Label)> images)
    {
        var space = ImageNet1kClasses.Space;
        return new(
            new()
            {
                Layout = "csv",
                Variant = variant,
                ClassSpaceKey = space.Key,
                ClassSpaceHash = space.Hash,
                ClassCount = space.Count,
                Images =
                [
                    .. images
                        .OrderBy(image => image.Path, StringComparer.Ordinal)
                        .Select(image => new ManifestImage(image.Path, 0, default, [(ushort)space.IndexOf(image.Label)!], FacetSet.None)),
                ],
            },
            variant,
            space
        );
    }

    static RealAnswers OfTable(string file, LabelTarget target)
    {
        var rows = File.ReadLines(file).Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0]);
        string[][] ordered = [.. target.Manifest.Images.Select(image => rows[image.Path])];
        return new(
            Path.GetFileNameWithoutExtension(file),
            target,
            [.. ordered.Select(cells => ushort.Parse(cells[1], CultureInfo.InvariantCulture))],
            1,
            [.. ordered.Select(cells => float.Parse(cells[2], CultureInfo.InvariantCulture))]
        );
    }

    static RealAnswers OfArray(string file, LabelTarget target, string[] order)
    {
        using var stream = File.OpenRead(file);
        var rows = NpyReader.Read<long>(stream, file, stream.Length, stream.Length).Values;
        var place = order.Index().ToDictionary(row => row.Item, row => row.Index);
        var ranks = new ushort[rows.Length];
        for (var image = 0; image < order.Length; image++)
        for (var rank = 0; rank < TopFive; rank++)
            ranks[image * TopFive + rank] = (ushort)rows[place[target.Manifest.Images[image].Path] * TopFive + rank];
        return new(Path.GetFileNameWithoutExtension(file), target, ranks, TopFive, null);
    }
}
