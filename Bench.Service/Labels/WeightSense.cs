using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Claims;

namespace Bench.Service.Labels;

/// <summary>Weights of images that are numbers of something else: of classes, rows or images, or ranks of these. Nothing but a mistake
/// makes a weight that rises by one step with such a number.</summary>
static class WeightSense
{
    const int LeastImages = 10;

    /// <summary>Different numbers: a line goes through two or three of anything.</summary>
    const int LeastDifferent = 5;

    /// <summary>Share of the images whose weight is the number's, to a quarter of the step from one number to the next.</summary>
    const double Most = 0.9;
    const double OfStep = 0.25;

    /// <summary>Rows, or classes, that have a whole number each, one after the other, in an order without a name.</summary>
    const int LeastNumbered = 20;
    const int LeastClassesNumbered = 10;

    /// <summary>Of all weight, on one image.</summary>
    const double MostOfOne = 0.5;

    /// <param name="key">Of the label set.</param>
    /// <param name="rows">Images with labels, in the order of the file, with their weights and labels.</param>
    /// <param name="target">The dataset.</param>
    public static Check? Of(string key, IReadOnlyList<(int Image, double Weight, ushort[] Labels)> rows, LabelTarget target)
    {
        if (rows.Count < LeastImages)
            return null;
        double[] weights = [.. rows.Select(row => row.Weight)];
        if (Numbered(rows, weights, target) is { } what)
            return Check.Warning(
                CheckCodes.WeightsDoubtful,
                $"The weights of '{key}' are {what}: another column may have been read, and weighted-top1 says nothing then."
            );
        var heaviest = Array.IndexOf(weights, weights.Max());
        var share = weights[heaviest] / weights.Sum();
        return share <= MostOfOne
            ? null
            : Check.Warning(
                CheckCodes.WeightsDoubtful,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{target.Manifest.Images[rows[heaviest].Image].Path} has {100 * share:0} % of all weight of '{key}', over "
                ) + $"{Counted.Of(rows.Count, "image")}: weighted-top1 is whether that image is right."
            );
    }

    static string? Numbered(IReadOnlyList<(int Image, double Weight, ushort[] Labels)> rows, double[] weights, LabelTarget target)
    {
        foreach (var (numbers, words) in Numbers(rows, target))
            if (Agreeing(numbers, weights) is { } agreeing && agreeing >= Most * rows.Count)
                return $"the numbers of {words}, or rise with them, for {agreeing:N0} of {Counted.Of(rows.Count, "image")}";
        if (rows.Count >= LeastNumbered && AreCounted(weights))
            return $"all different whole numbers one after the other, as numbers of rows are";
        var ofClasses = rows.Where(row => row.Labels.Length == 1).GroupBy(row => row.Labels[0], row => row.Weight).ToList();
        return
            ofClasses.Count >= LeastClassesNumbered
            && ofClasses.TrueForAll(one => one.Distinct().Count() == 1)
            && AreCounted([.. ofClasses.Select(one => one.First())])
            ? "one whole number for each class, all different and one after the other, as numbers or ranks of classes are"
            : null;
    }

    /// <summary>What weights are taken for by mistake.</summary>
    static IEnumerable<(double[] Numbers, string Words)> Numbers(
        IReadOnlyList<(int Image, double Weight, ushort[] Labels)> rows,
        LabelTarget target
    )
    {
        var images = target.Manifest.Images;
        ushort[] label = [.. rows.Select(row => row.Labels[0])];
        yield return (Array.ConvertAll(label, one => (double)one), "the labels' classes");
        foreach (var order in ClassOrders.MistakenFor(target.Classes, target.Manifest.Mask))
        {
            var number = new Dictionary<int, int>();
            foreach (var (at, meant) in order.Meant.Index())
                number.TryAdd(meant, at);
            yield return (
                Array.ConvertAll(label, one => (double)number.GetValueOrDefault(one, one)),
                $"the labels' classes, {order.Words}"
            );
        }
        yield return (
            [.. rows.Select(row => images[row.Image].Classes is [var own, ..] ? (double)own : -1)],
            "the classes that the dataset itself has"
        );
        yield return ([.. rows.Select(row => NumberIn(images[row.Image].Path))], "the file names");
        yield return ([.. rows.Select((_, row) => (double)row)], "the file's rows");
        yield return ([.. rows.Select(row => (double)row.Image)], "the images in the dataset's order");
        yield return (Ranks(label, dense: true), "the labels' ranks");
        yield return (Ranks(label, dense: false), "the labels' ranks");
        var first = label.Distinct().Index().ToDictionary(one => one.Item, one => one.Index);
        yield return (Array.ConvertAll(label, one => (double)first[one]), "the labels' classes in the order in which they come");
    }

    /// <summary>Rows whose weight lies on a line over some numbers; null where no line goes through them.</summary>
    static int? Agreeing(double[] numbers, double[] weights)
    {
        int[] order = [.. Enumerable.Range(0, numbers.Length).OrderBy(row => numbers[row])];
        double[] different = [.. order.Select(row => numbers[row]).Distinct()];
        if (different.Length < LeastDifferent)
            return null;
        var half = order.Length / 2;
        double[] slopes =
        [
            .. Enumerable
                .Range(0, order.Length - half)
                .Where(at => numbers[order[at + half]] > numbers[order[at]])
                .Select(at => (weights[order[at + half]] - weights[order[at]]) / (numbers[order[at + half]] - numbers[order[at]])),
        ];
        if (slopes.Length == 0 || Middle(slopes) is var slope && slope == 0)
            return null;
        var start = Middle([.. weights.Zip(numbers, (weight, number) => weight - slope * number)]);
        var step = different.Zip(different[1..], (one, next) => next - one).Min();
        int[] agreeing =
        [
            .. Enumerable
                .Range(0, weights.Length)
                .Where(row => Math.Abs(weights[row] - start - slope * numbers[row]) <= OfStep * step * Math.Abs(slope)),
        ];
        return agreeing.Select(row => numbers[row]).Distinct().Count() < LeastDifferent ? null : agreeing.Length;
    }

    static bool AreCounted(double[] weights) =>
        weights.Distinct().Count() == weights.Length
        && Array.TrueForAll(weights, double.IsInteger)
        && weights.Max() - weights.Min() == weights.Length - 1;

    /// <summary>The digits at the end of a name, as of ILSVRC2012_val_00000293.</summary>
    static double NumberIn(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path.AsSpan());
        var digits = name[name.TrimEnd("0123456789").Length..];
        return digits.Length is > 0 and <= 15 ? double.Parse(digits, CultureInfo.InvariantCulture) : -1;
    }

    /// <summary>Places of labels when they are sorted: of equal ones their mean, or each class counted once.</summary>
    static double[] Ranks(ushort[] label, bool dense)
    {
        var (rank, below, classes) = (new Dictionary<ushort, double>(), 0, 0);
        foreach (var group in label.CountBy(one => one).OrderBy(group => group.Key))
        {
            rank[group.Key] = dense ? classes : below + (group.Value - 1) / 2.0;
            (below, classes) = (below + group.Value, classes + 1);
        }
        return Array.ConvertAll(label, one => rank[one]);
    }

    static double Middle(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
