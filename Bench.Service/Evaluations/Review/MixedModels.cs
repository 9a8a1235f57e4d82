using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;

namespace Bench.Service.Evaluations.Review;

/// <summary>Rows that take turns, or lie in one part of the validation set, and differ from the others as two models'
/// answers do: of two files that were put together, every number is nobody's.</summary>
/// <remarks>Which images come every second, third, fourth or eighth says nothing of them, nor does the number of a
/// validation image. So one model's rows differ there by chance alone, whatever they are. Images whose names end alike
/// (views, frames, copies) may take turns themselves and are not looked at.</remarks>
static class MixedModels
{
    /// <summary>Rows of a group.</summary>
    const int Least = 100;

    /// <summary>Numbers of processes that a dataset is commonly dealt out to, and of parts.</summary>
    static readonly int[] Processes = [2, 3, 4, 8];
    static readonly int[] Parts = [2, 4, 8];

    /// <summary>Standard errors. Some two hundred comparisons are made, and of 36 published models none exceeds
    /// 4.</summary>
    const double Clear = 7;

    /// <summary>Of numbers that are all one, rounding alone differs between machines.</summary>
    const double LeastSpread = 1e-3;

    /// <summary>Right or wrong answers of a group that are to be expected; of fewer, chance is lopsided.</summary>
    const double LeastOutcomes = 25;

    /// <summary>Classes that the answers are spread over, in effect: a sum over fewer is lopsided, too.</summary>
    const double LeastClasses = 50;

    /// <summary>The same of labels, from which on they take turns themselves, as in a list with one image of each class
    /// after the other.</summary>
    const double LabelsAlike = 4;

    /// <summary>Share of the names that have an end of their own.</summary>
    const double LeastNames = 0.9;

    /// <summary>Neighbours with the same label, in a list that is in no order of classes.</summary>
    const double MostAlike = 0.05;

    /// <param name="answers">Of the model.</param>
    /// <param name="correct">[N] whether each is right.</param>
    /// <param name="manifest">The images.</param>
    public static Check? Of(Answers answers, bool[] correct, DatasetManifest manifest)
    {
        if (answers.Count < 2 * Least || manifest.Images[0].Facets.Values.Count > 0 || !NamesAreTheirOwn(manifest.Images))
            return null;
        var groups = Processes.SelectMany(of => Enumerable.Range(0, of == 2 ? 1 : of).Select(turn => Group.Turn(turn, of)));
        if (manifest.Variant == DatasetVariants.ValKey && AreMixed(manifest.Images))
            groups = groups.Concat(Parts.SelectMany(of => Enumerable.Range(0, of == 2 ? 1 : of).Select(part => Group.Part(part, of))));
        var right = Array.ConvertAll(correct, each => each ? 1.0 : 0);
        var measures = Measures(answers).ToList();
        ushort[][] ranks = [.. Enumerable.Range(0, answers.HeadSize).Select(rank => ClassesAt(answers, rank))];
        ushort[] labels = [.. manifest.Images.Select(image => image.Classes.IsEmpty ? (ushort)0 : image.Classes[0])];
        (double Errors, string Words)? most = null;
        foreach (var group in groups)
        {
            var inside = new bool[answers.Count];
            for (var image = 0; image < inside.Length; image++)
                inside[image] = group.Has(image, inside.Length);
            if (Math.Min(inside.Count(true), inside.Count(false)) < Least || Uneven(labels, inside).Errors >= LabelsAlike)
                continue;
            foreach (var found in Differences(right, measures, ranks, inside))
                if (found.Errors >= Clear && found.Errors > (most?.Errors ?? 0))
                    most = (found.Errors, $"Of {group.Words}, {found.What}");
        }
        return most is not { } told
            ? null
            : Check.Warning(
                CheckCodes.ModelsMixed,
                string.Create(CultureInfo.InvariantCulture, $"{told.Words}: {told.Errors:0} standard errors, ")
                    + "more than chance does to one model's answers. Rows of two models seem to be mixed, and no number is either's."
            );
    }

    static IEnumerable<(double[] Numbers, string What)> Measures(Answers answers)
    {
        if (answers.Confidence is { } confidence)
            yield return (LogOdds.Of(confidence), "log-odds of the confidence");
        if (answers.LogSumExp is { } sums)
            yield return (Array.ConvertAll(sums, each => (double)each), "log Σ exp of the scores");
        if (answers.Lead is { } lead)
            yield return (Array.ConvertAll(lead, each => (double)each), $"lead of the best score over rank {answers.HeadSize}");
    }

    static IEnumerable<(double Errors, string What)> Differences(
        double[] right,
        IReadOnlyList<(double[] Numbers, string What)> measures,
        ushort[][] ranks,
        bool[] inside
    )
    {
        var share = (double)right.Count(each => each > 0) / right.Length;
        if (Math.Min(share, 1 - share) * inside.Count(true) >= LeastOutcomes)
            yield return Mean(
                right,
                inside,
                (one, other) => $"{100 * one:0.0} % are answered right, and of the others {100 * other:0.0} %"
            );
        foreach (var (numbers, what) in measures)
            yield return Mean(numbers, inside, (one, other) => $"the mean {what} is {one:G4}, and of the others {other:G4}");
        for (var rank = 0; rank < ranks.Length; rank++)
            if (Uneven(ranks[rank], inside) is { AreMany: true } spread)
                yield return (
                    spread.Errors,
                    $"{(rank == 0 ? "the answers" : $"the classes of rank {rank + 1}")} are others than of the other images"
                );
    }

    static ushort[] ClassesAt(Answers answers, int rank)
    {
        var classes = new ushort[answers.Count];
        for (var image = 0; image < classes.Length; image++)
            classes[image] = answers.Ranked(image)[rank];
        return classes;
    }

    /// <summary>By how many standard errors the mean of a group is off the others'.</summary>
    static (double Errors, string What) Mean(double[] values, bool[] inside, FormattableMeans words)
    {
        var (sum, others, count, mean) = (0.0, 0.0, inside.Count(true), values.Average());
        var squares = 0.0;
        for (var image = 0; image < values.Length; image++)
        {
            if (inside[image])
                sum += values[image];
            else
                others += values[image];
            squares += (values[image] - mean) * (values[image] - mean);
        }
        var (one, other) = (sum / count, others / (values.Length - count));
        var spread = Math.Sqrt(squares / values.Length);
        var error = spread * Math.Sqrt(1.0 / count + 1.0 / (values.Length - count));
        return (spread < LeastSpread ? 0 : Math.Abs(one - other) / error, words(one, other).ToString(CultureInfo.InvariantCulture));
    }

    delegate FormattableString FormattableMeans(double one, double other);

    /// <summary>By how many standard errors classes are spread over group and others more unevenly than by chance, and
    /// whether they are many: the sum over all classes of (a − n q)², of n rows with the class a of which are in the
    /// group, which is a share q of all. Its mean and variance are those of binomial counts.</summary>
    static (double Errors, bool AreMany) Uneven(ushort[] classes, bool[] inside)
    {
        var (all, within) = (new int[classes.Max() + 1], new int[classes.Max() + 1]);
        for (var image = 0; image < inside.Length; image++)
        {
            all[classes[image]]++;
            within[classes[image]] += inside[image] ? 1 : 0;
        }
        double count = inside.Length,
            share = inside.Count(true) / count,
            chance = share * (1 - share);
        var (sum, mean, variance) = (0.0, 0.0, 0.0);
        for (var @class = 0; @class < all.Length; @class++)
        {
            double n = all[@class],
                off = within[@class] - n * share,
                expected = n * (count - n) / (count - 1) * chance;
            sum += off * off;
            mean += expected;
            variance += 2 * expected * expected + n * chance * (1 - 6 * chance);
        }
        // Of one image of each class nothing varies.
        return variance <= 1e-6 * mean ? (0, false) : ((sum - mean) / Math.Sqrt(variance), mean * mean >= LeastClasses * variance);
    }

    /// <summary>Whether names end in something of their own, as numbers of images do.</summary>
    static bool NamesAreTheirOwn(IReadOnlyList<ManifestImage> images) =>
        images.Select(image => End(image.Path)).Distinct(StringComparer.Ordinal).Count() >= LeastNames * images.Count;

    static string End(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name[(name.LastIndexOfAny(['_', '-', '.', ' ']) + 1)..];
    }

    static bool AreMixed(IReadOnlyList<ManifestImage> images) =>
        Enumerable
            .Range(1, images.Count - 1)
            .Count(image => images[image - 1].Classes.AsSpan().SequenceEqual(images[image].Classes.AsSpan()))
        <= MostAlike * images.Count;

    /// <summary>Some of the images, by their places.</summary>
    readonly record struct Group(string Words, Func<int, int, bool> Has)
    {
        public static Group Turn(int turn, int of) =>
            new($"one image in {of}, from {turn} on counted from 0", (image, _) => image % of == turn);

        public static Group Part(int part, int of) =>
            new($"part {part + 1} of {of} of the images", (image, count) => (int)((long)image * of / count) == part);
    }
}
