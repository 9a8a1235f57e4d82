using System.Text.Json;
using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;

namespace Bench.Tests.Metrics;

/// <summary>The 16 real models whose top-5 lists over the 50,000 validation images are public, with the label sets they are scored
/// under.</summary>
internal sealed class RealBoard
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    static readonly Lazy<RealBoard> Instance = new(static () => new());

    RealBoard()
    {
        var order = JsonSerializer.Deserialize<string[]>(
            File.ReadAllBytes(SharedFolder.Require("labels/cleanlab/imagenet_val_set_index_to_filepath.json"))
        )!;
        FileNumbers = Array.ConvertAll(order, static path => int.Parse(path[^10..^5]));
        var wnids = order.Select(static path => path.Split('/')[^2]).Distinct().Order(StringComparer.Ordinal).ToList();
        Original = Array.ConvertAll(order, path => wnids.BinarySearch(path.Split('/')[^2], StringComparer.Ordinal));

        var files = Directory.GetFiles(SharedFolder.Require("predictions/top5/val"), "*.npy").Order(StringComparer.Ordinal).ToArray();
        Names = Array.ConvertAll(files, static file => Path.GetFileNameWithoutExtension(file));
        Top1 = Array.ConvertAll(files, static file => FirstColumn(File.ReadAllBytes(file)));

        Corrected = [.. Original];
        Mislabelled = new(order.Length);
        Stands = new(order.Length);
        Undecided = new(order.Length);
        var imageOf = FileNumbers.Select(static (number, image) => (number, image)).ToDictionary();
        foreach (var review in Reviews())
            Apply(review, imageOf[review.Id]);
    }

    /// <summary>Skips the calling test when the data are not there.</summary>
    public static RealBoard Require()
    {
        SharedFolder.Require("predictions/top5/val");
        return Instance.Value;
    }

    public string[] Names { get; }

    /// <summary>File number, from 1, of each row.</summary>
    public int[] FileNumbers { get; }

    public int[] Original { get; }

    public int[][] Top1 { get; }

    /// <summary>The original label, replaced where three of five reviewers chose the suggested one.</summary>
    public int[] Corrected { get; }

    /// <summary>Images whose label the reviewers replaced.</summary>
    public BitSet Mislabelled { get; }

    /// <summary>Reviewed images whose label was confirmed.</summary>
    public BitSet Stands { get; }

    /// <summary>Reviewed images with "neither" or no majority.</summary>
    public BitSet Undecided { get; }

    public int Count => FileNumbers.Length;

    public int IndexOf(string name) => Array.IndexOf(Names, name);

    public ImageOutcomes[] UnderOriginal() => Score(Original, static _ => true);

    /// <summary>The <c>cleanlab-pruned</c> view.</summary>
    public ImageOutcomes[] UnderPruned() => Score(Corrected, image => !Undecided[image]);

    /// <summary>The <c>cleanlab-fixed</c> view.</summary>
    public ImageOutcomes[] UnderFixed() => Score(Corrected, static _ => true);

    public ImageOutcomes[] UnderReal()
    {
        var sets = JsonSerializer.Deserialize<int[][]>(File.ReadAllBytes(SharedFolder.Require("labels/real.json")))!;
        var used = Bits.Where(Count, image => sets[FileNumbers[image] - 1].Length > 0);
        return Array.ConvertAll(
            Top1,
            top1 => new ImageOutcomes(Bits.Where(Count, image => sets[FileNumbers[image] - 1].Contains(top1[image])), used)
        );
    }

    public static List<Review> Reviews() =>
        JsonSerializer.Deserialize<List<Review>>(File.ReadAllBytes(SharedFolder.Require("labels/cleanlab/imagenet_mturk.json")), Options)!;

    ImageOutcomes[] Score(int[] labels, Func<int, bool> isUsed)
    {
        var used = Bits.Where(Count, isUsed);
        return Array.ConvertAll(
            Top1,
            top1 => new ImageOutcomes(Bits.Where(Count, image => used[image] && top1[image] == labels[image]), used)
        );
    }

    void Apply(Review review, int image)
    {
        if (review.Mturk.Guessed >= 3)
        {
            Corrected[image] = review.Our_guessed_label;
            Mislabelled[image] = true;
        }
        else if (review.Mturk.Given >= 3)
            Stands[image] = true;
        else if (review.Mturk.Both < 3)
            Undecided[image] = true;
    }

    // A version-1 .npy: 10 bytes, then a header whose length is in bytes 8 and 9, then int64 rows of five.
    static int[] FirstColumn(byte[] file)
    {
        var rows = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(file.AsSpan(10 + file[8] + (file[9] << 8)));
        var column = new int[rows.Length / 5];
        for (var i = 0; i < column.Length; i++)
            column[i] = (int)rows[5 * i];
        return column;
    }

    internal sealed record Review(int Id, int Given_original_label, int Our_guessed_label, Votes Mturk);

    internal sealed record Votes(int Given, int Guessed, int Neither, int Both);
}
