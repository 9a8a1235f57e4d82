using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;
using Bench.Metrics.Truth;
using Bench.Service.Claims;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Workers.Evaluations.Scores;

namespace Bench.Benchmarks.Claims;

/// <summary><c>labels DATA</c>: which of the public label sets of the validation images are refused or doubted as they are, and once they
/// were changed as mistakes change them; and where they are not, by how many models' answers.</summary>
internal static class LabelCommand
{
    /// <summary>From the labels of each image, a label set changed; the order of classes is the image's number and its class.</summary>
    static readonly (string Name, Func<ushort[][], LabelTarget, ushort[][]> Change)[] Changes =
    [
        ("as they are", (labels, _) => labels),
        ("last image first", (labels, _) => [.. labels.Reverse()]),
        ("one row late", (labels, _) => [labels[^1], .. labels[..^1]]),
        ("one row late from the middle on", (labels, _) => [.. labels[..25_000], labels[^1], .. labels[25_000..^1]]),
        ("one row late in the last hundredth", (labels, _) => [.. labels[..49_500], labels[^1], .. labels[49_500..^1]]),
        ("a third of the rows of other images", (labels, _) => Scattered(labels)),
        ("classes counted from 1", (labels, _) => Renamed(labels, (_, one) => (ushort)Math.Min(999, one + 1))),
        ("classes in the challenge's order", (labels, target) => Reordered(labels, target, 1)),
        ("the challenge's order in every fifth row", (labels, target) => Reordered(labels, target, 5)),
        ("classes in an order of no name", (labels, _) => Renamed(labels, (_, one) => (ushort)(one * 387 % 1000))),
        (
            "an order of no name in every fifth row",
            (labels, _) => Renamed(labels, (i, one) => i % 5 > 0 ? one : (ushort)(one * 387 % 1000))
        ),
        (
            "two classes exchanged",
            (labels, _) =>
                Renamed(
                    labels,
                    (_, one) =>
                        one == 207 ? (ushort)950
                        : one == 950 ? (ushort)207
                        : one
                )
        ),
        ("one class for two", (labels, _) => Renamed(labels, (_, one) => one == 517 ? (ushort)134 : one)),
    ];

    public static async Task RunAsync(string data)
    {
        RealAnswers[] models = [.. RealAnswers.All(data).Where(answers => answers.Target.Manifest.Variant == DatasetVariants.ValKey)];
        var target = models[0].Target;
        var sets = new List<ImportedLabelSet>();
        foreach (
            var (file, format) in new[]
            {
                ("real.json", "real-json"),
                ("cleanlab/imagenet_mturk.json", "cleanlab-mturk"),
                ("multilabel-v3/multilabel_as_v3.json", "multilabel-v3"),
            }
        )
            sets.AddRange(await LabelImporter.ImportAsync(Path.Combine(data, "labels", file), file, format, "real", null, target, default));
        sets.RemoveAll(set => set.Used < 1000);
        Console.WriteLine($"| labels | {string.Join(" | ", sets.Select(set => set.Key))} |");
        foreach (var (name, change) in Changes)
        {
            var found = new List<string>();
            foreach (var set in sets)
                found.Add(
                    await JudgedAsync(
                        change([.. Enumerable.Range(0, target.Manifest.Count).Select(i => LabelsOf(set, i))], target),
                        target,
                        models
                    )
                );
            Console.WriteLine($"| {name} | {string.Join(" | ", found)} |");
        }
    }

    static ushort[] LabelsOf(ImportedLabelSet set, int image) => set.Labels.IsUsed(image) ? set.Labels.Of(image).ToArray() : [];

    static async Task<string> JudgedAsync(ushort[][] labels, LabelTarget target, RealAnswers[] models)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllLinesAsync(path, labels.Select((classes, i) => $"{target.Manifest.Images[i].Path},{string.Join(';', classes)}"));
        try
        {
            var set = (await LabelImporter.ImportAsync(path, "labels.csv", "csv", "set", null, target, default))[0];
            return set.Checks.Count == 0 ? ByModels(set.Labels, models) : string.Join(", ", set.Checks.Select(check => $"`{check.Code}`"));
        }
        catch (LabelSetException refused)
        {
            return $"refused, `{refused.Code}`";
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What is said once models were scored.</summary>
    static string ByModels(GroundTruth labels, RealAnswers[] models)
    {
        string[] codes =
        [
            .. models
                .Select(model =>
                    DisagreeingLabels.Of(
                        "set",
                        labels,
                        Outcomes(labels, image => labels.OriginalClass.Span[image] == model.Ranks[image * model.Width]),
                        Outcomes(labels, image => labels.Accepts(image, model.Ranks[image * model.Width])),
                        pictures: null
                    )
                )
                .OfType<Check>()
                .Select(check => check.Code),
        ];
        return codes.Length == 0
            ? "–"
            : $"{string.Join(", ", codes.Distinct().Select(code => $"`{code}`"))} by {codes.Length} of {models.Length} models";
    }

    static ImageOutcomes Outcomes(GroundTruth labels, Func<int, bool> isRight)
    {
        var (correct, used) = (new BitSet(labels.Count), new BitSet(labels.Count));
        for (var image = 0; image < labels.Count; image++)
            (used[image], correct[image]) = (labels.IsUsed(image), labels.IsUsed(image) && isRight(image));
        return new(correct, used);
    }

    static ushort[][] Renamed(ushort[][] labels, Func<int, ushort, ushort> @class) =>
        [.. labels.Select((classes, image) => Array.ConvertAll(classes, one => @class(image, one)))];

    static ushort[][] Reordered(ushort[][] labels, LabelTarget target, int every)
    {
        var order = ClassOrders
            .MistakenFor(target.Classes)
            .First(one => one.Words.Contains("challenge's own order of classes, which", StringComparison.Ordinal));
        return Renamed(labels, (image, one) => image % every == 0 ? (ushort)Array.IndexOf(order.Meant, one) : one);
    }

    static ushort[][] Scattered(ushort[][] labels)
    {
        var random = new Random(29);
        int[] places = [.. Enumerable.Range(0, labels.Length).Where(_ => random.Next(3) == 0)];
        int[] from = [.. places];
        random.Shuffle(from);
        ushort[][] changed = [.. labels];
        for (var i = 0; i < places.Length; i++)
            changed[places[i]] = labels[from[i]];
        return changed;
    }
}
