using Bench.Service.Claims;

namespace Bench.Benchmarks.Claims;

/// <summary><c>answers DATA [WORDS]</c>: which of the real models' files are doubted as they are, and once they were changed as mistakes
/// change them.</summary>
internal static class AnswerCommand
{
    static readonly (string Name, Func<RealAnswers, RealAnswers, RealAnswers?> Change)[] Changes =
    [
        ("as they are", (answers, _) => answers),
        ("last image first", (answers, _) => answers.Moved([.. Enumerable.Range(0, answers.Count).Reverse()])),
        ("one row late", (answers, _) => Late(answers, 0, 1)),
        ("one row early", (answers, _) => Late(answers, 0, -1)),
        ("one row late from the middle on", (answers, _) => Late(answers, answers.Count / 2, 1)),
        ("one row late in the last tenth", (answers, _) => Late(answers, answers.Count * 9 / 10, 1)),
        ("in the order of class folders", (answers, _) => answers.Moved(ByFolder(answers))),
        ("63 % of the rows shuffled", (answers, _) => answers.Moved(Shuffled(answers.Count, answers.Count))),
        ("a third of the rows shuffled", (answers, _) => answers.Moved(Shuffled(answers.Count, answers.Count / 3))),
        ("classes counted from 1", (answers, _) => answers.Renamed((_, one) => (ushort)Math.Min(999, one + 1))),
        ("classes one too low", (answers, _) => answers.Renamed((_, one) => (ushort)Math.Max(0, one - 1))),
        ("classes in the challenge's order", (answers, _) => Reordered(answers, "challenge's own order of classes, which", 0)),
        ("classes in the order of names", (answers, _) => Reordered(answers, "sorted by name", 0)),
        ("classes sorted as text", (answers, _) => Reordered(answers, "sorted as text (0", 0)),
        ("the challenge's order in half of the rows", (answers, _) => Reordered(answers, "challenge's own order of classes, which", 2)),
        ("classes in an order of no name", (answers, _) => answers.Renamed((_, one) => (ushort)(one * 387 % 1000))),
        ("two classes exchanged", (answers, _) => answers.Renamed((_, one) => Exchanged(one, 207, 950))),
        ("one class for two", (answers, _) => answers.Renamed((_, one) => one == 517 ? (ushort)134 : one)),
        ("ranks worst first", (answers, _) => Ranks(answers, ranks => ranks.Reverse())),
        ("ranks in the order of numbers", (answers, _) => Ranks(answers, ranks => ranks.Sort())),
        ("the first two ranks exchanged", (answers, _) => Ranks(answers, ranks => (ranks[0], ranks[1]) = (ranks[1], ranks[0]))),
        ("the labels themselves", (answers, _) => Labels(answers, _ => true)),
        ("the labels in half of the rows", (answers, _) => Labels(answers, image => image % 2 == 0)),
        (
            "one class for a tenth of the images",
            (answers, _) => answers.Renamed((image, one) => image < answers.Count / 10 ? (ushort)0 : one)
        ),
        ("a hundredth filled in from the image above", (answers, _) => answers.Moved(FilledIn(answers, _ => 0))),
        (
            "a hundredth filled in from the image above in its folder",
            (answers, _) => answers.Moved(FilledIn(answers, image => answers.Target.Manifest.Images[image].Classes[0]))
        ),
        ("another model's in every second row", (answers, other) => Mixed(answers, other, image => image % 2 > 0)),
        ("another model's in every eighth row", (answers, other) => Mixed(answers, other, image => image % 8 == 0)),
        ("another model's in the second half", (answers, other) => Mixed(answers, other, image => image >= answers.Count / 2)),
        ("another model's confidences", (answers, other) => Confidences(answers, other.Confidence)),
        (
            "confidences of other images in 63 % of the rows",
            (answers, _) => Confidences(answers, answers.Moved(Shuffled(answers.Count, answers.Count)).Confidence)
        ),
        ("confidences subtracted from 1", (answers, _) => Confidences(answers, answers.Confidence?.Select(one => 1 - one))),
        ("confidences of a softmax of the softmax", (answers, _) => Confidences(answers, answers.Confidence?.Select(Twice))),
        ("confidences of a hundredth", (answers, _) => Confidences(answers, answers.Confidence?.Select(one => one / 100))),
        ("confidences of temperature 0.1", (answers, _) => Confidences(answers, answers.Confidence?.Select(one => Cooled(one, 10)))),
        ("confidences of temperature 10", (answers, _) => Confidences(answers, answers.Confidence?.Select(one => Heated(one, 0.1)))),
        ("confidences clipped at 0.9", (answers, _) => Confidences(answers, answers.Confidence?.Select(one => MathF.Min(0.9f, one)))),
        ("confidences of one decimal", (answers, _) => Confidences(answers, answers.Confidence?.Select(one => MathF.Round(one, 1)))),
        ("confidences of two decimals", (answers, _) => Confidences(answers, answers.Confidence?.Select(one => MathF.Round(one, 2)))),
        ("confidences of half precision", (answers, _) => Confidences(answers, answers.Confidence?.Select(one => (float)(Half)one))),
        ("confidences all 1", (answers, _) => Confidences(answers, answers.Confidence?.Select(_ => 1f))),
    ];

    /// <param name="data">Folder with the public predictions and labels.</param>
    /// <param name="words">Changes whose name has them; null for all.</param>
    public static void Run(string data, string? words)
    {
        RealAnswers[][] groups =
        [
            .. RealAnswers.All(data).GroupBy(answers => (answers.Target.Manifest.Variant, answers.Width)).Select(group => group.ToArray()),
        ];
        Console.WriteLine(
            $"| file | {string.Join(" | ", groups.Select(group => $"{group[0].Target.Manifest.Variant}, {group[0].Width} ranks"))} |"
        );
        foreach (var (name, change) in Changes.Where(each => words is null || each.Name.Contains(words, StringComparison.Ordinal)))
            Console.WriteLine($"| {name} | {string.Join(" | ", groups.Select(group => Doubted(group, change)))} |");
    }

    static string Doubted(RealAnswers[] group, Func<RealAnswers, RealAnswers, RealAnswers?> change)
    {
        var (doubted, all, codes) = (0, 0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < group.Length; i++)
        {
            if (change(group[i], group[(i + 1) % group.Length]) is not { } changed)
                continue;
            string[] found = [.. changed.Doubts()];
            (all, doubted) = (all + 1, doubted + (found.Length > 0 ? 1 : 0));
            foreach (var code in found)
                codes[code] = codes.GetValueOrDefault(code) + 1;
        }
        return all == 0
            ? "–"
            : $"{doubted} of {all}{string.Concat(codes.Select(code => $" `{code.Key}`{(code.Value == doubted ? "" : $" {code.Value}")}"))}";
    }

    static RealAnswers Late(RealAnswers answers, int from, int rows) =>
        answers.Moved([
            .. Enumerable.Range(0, answers.Count).Select(image => image < from ? image : (image - rows + answers.Count) % answers.Count),
        ]);

    /// <summary>One row in a hundred has the answer of the one before it.</summary>
    static int[] FilledIn(RealAnswers answers, Func<int, int> folder)
    {
        int[] from = [.. Enumerable.Range(0, answers.Count)];
        foreach (var images in from.ToArray().GroupBy(folder))
        foreach (var (before, image) in images.Zip(images.Skip(1)))
            if (image % 101 == 7)
                from[image] = from[before];
        return from;
    }

    static int[] ByFolder(RealAnswers answers) =>
        [.. Enumerable.Range(0, answers.Count).OrderBy(image => answers.Target.Manifest.Images[image].Classes[0])];

    /// <param name="count">Images.</param>
    /// <param name="moved">How many of them change places, here and there.</param>
    static int[] Shuffled(int count, int moved)
    {
        var random = new Random(29);
        int[] all = [.. Enumerable.Range(0, count)];
        int[] places = [.. random.GetItems(all, moved).Distinct()];
        int[] from = [.. places];
        random.Shuffle(from);
        for (var i = 0; i < places.Length; i++)
            all[places[i]] = from[i];
        return all;
    }

    /// <param name="answers">Of the model.</param>
    /// <param name="words">Some of the order's.</param>
    /// <param name="every">Rows of which each is so numbered; 0 for all.</param>
    static RealAnswers Reordered(RealAnswers answers, string words, int every)
    {
        var order = ClassOrders.MistakenFor(answers.Target.Outputs).First(one => one.Words.Contains(words, StringComparison.Ordinal));
        ushort[] number = [.. Enumerable.Range(0, 1000).Select(one => (ushort)Array.IndexOf(order.Meant, one))];
        return answers.Renamed((image, one) => every == 0 || image % every == 0 ? number[one] : one);
    }

    static ushort Exchanged(ushort one, ushort first, ushort second) =>
        one == first ? second
        : one == second ? first
        : one;

    delegate void RankChange(Span<ushort> ranks);

    static RealAnswers? Ranks(RealAnswers answers, RankChange change)
    {
        if (answers.Width == 1)
            return null;
        var ranks = answers.Ranks.ToArray();
        for (var image = 0; image < answers.Count; image++)
            change(ranks.AsSpan(image * answers.Width, answers.Width));
        return answers with { Ranks = ranks };
    }

    static RealAnswers Labels(RealAnswers answers, Func<int, bool> where)
    {
        var ranks = answers.Ranks.ToArray();
        for (var image = 0; image < answers.Count; image++)
            if (where(image))
                ranks[image * answers.Width] = answers.Target.Manifest.Images[image].Classes[0];
        return answers with { Ranks = ranks };
    }

    static RealAnswers Mixed(RealAnswers answers, RealAnswers other, Func<int, bool> isOther) =>
        answers with
        {
            Ranks = [.. answers.Ranks.Select((one, place) => isOther(place / answers.Width) ? other.Ranks[place] : one)],
            Confidence = answers.Confidence?.Select((one, image) => isOther(image) ? other.Confidence![image] : one).ToArray(),
        };

    static RealAnswers? Confidences(RealAnswers answers, IEnumerable<float>? confidence) =>
        confidence is null ? null : answers with { Confidence = [.. confidence] };

    /// <summary>The softmax of probabilities, the others being alike.</summary>
    static float Twice(float best) => (float)(Math.Exp(best) / (Math.Exp(best) + 999 * Math.Exp((1 - best) / 999)));

    /// <summary>The best of two classes, whose logits are multiplied.</summary>
    static float Heated(float best, double times) => (float)(1 / (1 + Math.Pow((1 - best) / best, times)));

    /// <summary>The best of as few classes as have the rest, whose logits are multiplied: no other one is above it.</summary>
    static float Cooled(float best, double times)
    {
        var (alike, rest) = (Math.Floor((1 - best) / best), (1 - best) % best);
        return (float)(1 / (1 + alike + Math.Pow(rest / best, times)));
    }
}
