using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Metrics.Comparison;
using Bench.Metrics.Statistics;
using Bench.Service.Evaluations;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>From what was right under each contract to advice, or none.</summary>
internal static class DoctorVerdict
{
    const double Significance = 0.01;

    /// <param name="declared">Whether each image of the sample was right as declared.</param>
    /// <param name="tried">The alternatives that were worth the whole sample, with their own answers over the same images.</param>
    /// <param name="family">Alternatives looked at in all: those that fell at the screening count in the correction, with p = 1.</param>
    /// <param name="whyNoMore">Why the sample is smaller than asked for, behind its size; empty where it is not.</param>
    /// <returns>The alternative with the largest gain among those whose paired interval lies above zero and whose corrected p is below 1 %;
    /// null when there is none.</returns>
    public static DoctorAdvice? Of(
        bool[] declared,
        Preprocessing declaredContract,
        IReadOnlyList<(PreprocessingAlternative Alternative, bool[] Right)> tried,
        int family,
        string whyNoMore = ""
    )
    {
        var counts = tried.Select(each => Pair(each.Right, declared)).ToArray();
        double[] p = [.. counts.Select(pair => McNemar.Test(pair).PValue), .. Enumerable.Repeat(1.0, family - counts.Length)];
        var adjusted = new double[p.Length];
        Holm.Adjust(p, adjusted);
        var best = Enumerable
            .Range(0, counts.Length)
            .Select(i => (Index: i, Gain: PairedDifference.Of(counts[i])))
            .Where(each => each.Gain.Low > 0 && adjusted[each.Index] < Significance)
            .OrderByDescending(each => each.Gain.Value)
            .FirstOrDefault((Index: -1, Gain: default));
        return best.Index < 0 ? null : Advice(declared, declaredContract, tried[best.Index], best.Gain, adjusted[best.Index], whyNoMore);
    }

    /// <summary>The fewest images that the best of a family must be ahead by to be advised: right on so many more and wrong on none,
    /// McNemar's p = 2^(1 − n) times the family is below 1 %.</summary>
    internal static int LeastLead(int family) => 1 + (int)Math.Floor(1 - Math.Log2(Significance / family));

    static DoctorAdvice Advice(
        bool[] declared,
        Preprocessing declaredContract,
        (PreprocessingAlternative Alternative, bool[] Right) better,
        PairedDifference gain,
        double p,
        string whyNoMore
    )
    {
        var before = declared.Count(right => right) / (double)declared.Length;
        var after = better.Right.Count(right => right) / (double)declared.Length;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"Declared {declaredContract.ChannelOrder.ToString().ToUpperInvariant()}, "
                + $"{declaredContract.ValueRange.ToString().ToLowerInvariant()} range; with {better.Alternative.Change} top-1 is "
                + $"{100 * (after - before):+0.0;-0.0} points ({100 * before:0.0} → {100 * after:0.0} %) on "
                + $"{Counted.Of(declared.Length, "image")}{whyNoMore}, p "
                + $"{(p < 1e-6 ? "< 1e-6" : $"= {p:0.0e0}")}."
        );
        if (better.Alternative.Pixels is { } pixels)
            message += $" No contract says so: {pixels.Cause}.";
        return new DoctorAdvice(
            better.Alternative.Change,
            PreprocessingJson.Write(better.Alternative.Pixels is null ? better.Alternative.Preprocessing : declaredContract),
            before,
            after,
            gain.Low,
            gain.High,
            p,
            declared.Length,
            message
        );
    }

    static PairedCounts Pair(bool[] alternative, bool[] declared)
    {
        int both = 0,
            onlyAlternative = 0,
            onlyDeclared = 0,
            neither = 0;
        for (var i = 0; i < declared.Length; i++)
            _ = (alternative[i], declared[i]) switch
            {
                (true, true) => both++,
                (true, false) => onlyAlternative++,
                (false, true) => onlyDeclared++,
                _ => neither++,
            };
        return new PairedCounts(both, onlyAlternative, onlyDeclared, neither);
    }
}
