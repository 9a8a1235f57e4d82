using System.Globalization;
using Bench.Data.Predictions;
using Bench.Service.Evaluations.Review;

namespace Bench.Benchmarks.Claims;

/// <summary><c>doubts DATA REPOSITORY DRAWS [FILE.npz …]</c>: how often honest confidences and logits are doubted, and how often changed
/// ones are.</summary>
/// <remarks>Each published model's answers, as they are in the order of class folders and of names, and drawn at random, DRAWS times for
/// each number of images. Files are predictions of a worker, with all logits.</remarks>
internal static class DoubtCommand
{
    static readonly int[] Sizes = [100, 300, 1_000, 5_000, 50_000];

    /// <summary>What is done to the confidences, and by what the logits of the first half are multiplied.</summary>
    static readonly (string Name, double Times, Action<float[], Random> Change)[] Changes =
    [
        ("as they are", 1, (_, _) => { }),
        ("shuffled", 1, (confidence, random) => random.Shuffle(confidence)),
        ("shuffled in one half", 1, (confidence, random) => random.Shuffle(confidence.AsSpan(0, confidence.Length / 2))),
        ("one half of logits × 2", 2, (_, _) => { }),
        ("one half of logits × 3", 3, (_, _) => { }),
        ("one half of logits × 10", 10, (_, _) => { }),
    ];

    public static void Run(string data, string repository, int draws, IReadOnlyList<string> files)
    {
        var models = PublishedAnswers.All(data, repository).ToList();
        Console.WriteLine($"{models.Count} models");
        WholeSets(models);
        Console.WriteLine($"| confidences | {string.Join(" | ", Sizes.Select(size => $"N = {size:N0}"))} |");
        foreach (var (name, times, change) in Changes)
            Console.WriteLine(
                $"| {name} | {string.Join(" | ", Sizes.Select(size => Share(models, size, size == 50_000 ? 1 : draws, times, change)))} |"
            );
        foreach (var file in files)
            Logits(file);
    }

    /// <summary>Every model in its own order: by class folders, and (nearly) as images are named, which is at random.</summary>
    static void WholeSets(List<PublishedAnswers> models)
    {
        foreach (var model in models)
        {
            var scales = new RowScales(1000);
            for (var row = 0; model.Ranked is not null && row < model.Confidence.Length; row++)
                scales.AddRanked(model.Ranked.AsSpan(row * 5, 5), -87);
            var checks = ConfidenceChecks.Of(Answers(model.Confidence), model.Correct).Concat(scales.Checks());
            foreach (var check in checks)
                Console.WriteLine($"{model.Name}: {check.Code}: {check.Message}");
        }
    }

    static string Share(List<PublishedAnswers> models, int size, int draws, double times, Action<float[], Random> change)
    {
        var (doubted, all, random) = (0, 0, new Random(size));
        foreach (var model in models.Where(model => times == 1 || model.Ranked is not null))
            for (var draw = 0; draw < draws; draw++)
            {
                var images = Enumerable.Range(0, model.Confidence.Length).ToArray();
                if (size < images.Length)
                    random.Shuffle(images);
                images = images[..size];
                float[] confidence = [.. images.Select((image, place) => model.Sharpened(image, place < size / 2 ? times : 1))];
                change(confidence, random);
                bool[] correct = [.. images.Select(image => model.Correct[image])];
                doubted += ConfidenceChecks.Of(Answers(confidence), correct).Any() ? 1 : 0;
                all++;
            }
        return string.Create(CultureInfo.InvariantCulture, $"{doubted} of {all}");
    }

    static void Logits(string file)
    {
        using var npz = NpzReader.Open(file);
        var logits = npz.ReadArray<float>("logits", PredictionFile.MaxArrayBytes)!;
        var (rows, classes) = ((int)logits.Shape[0], (int)logits.Shape[1]);
        foreach (
            var (name, factor) in new (string, Func<int, int, float>)[]
            {
                ("as they are", (_, _) => 1),
                ("half of the rows × 2", (row, _) => row < rows / 2 ? 2 : 1),
                ("half of the rows × 3", (row, _) => row < rows / 2 ? 3 : 1),
                ("half of the rows × 10", (row, _) => row < rows / 2 ? 10 : 1),
                ("each second row × 10", (row, _) => row % 2 == 0 ? 10 : 1),
                ("a scattered third of the rows × 10", (row, _) => row * 7919 % 30 < 10 ? 10 : 1),
                ("half of the classes × 3", (_, @class) => @class < classes / 2 ? 3 : 1),
                ("half of the classes × 10", (_, @class) => @class < classes / 2 ? 10 : 1),
            }
        )
        {
            var scales = new RowScales(classes);
            var row = new float[classes];
            for (var i = 0; i < rows; i++)
            {
                for (var c = 0; c < classes; c++)
                    row[c] = logits.Values[i * classes + c] * factor(i, c);
                scales.Add(row, [.. row.OrderDescending().Take(10)]);
            }
            Console.WriteLine($"{Path.GetFileName(file)} ({rows} rows), {name}");
            foreach (var check in scales.Checks())
                Console.WriteLine($"  {check.Message}");
        }
    }

    static Answers Answers(float[] confidence) =>
        new(new ushort[confidence.Length], 1, 1000, RanksOnly: false, Verified: false) { Confidence = confidence };
}
