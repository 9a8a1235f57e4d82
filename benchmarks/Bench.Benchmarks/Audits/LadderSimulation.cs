using Bench.Metrics.Comparison;

namespace Bench.Benchmarks.Audits;

/// <summary>An owner who climbs a board: each try answers some images again, and starts from the best one that was reported.</summary>
/// <remarks>Right on an image is a fair coin on one part of the images and certain on the rest, whatever is tried, so the true accuracy of
/// every try is the same, and whatever the reported one is above it is fitted to the board's images. Nothing that is tried is worse than
/// what it came from: that is the most favourable case for the owner.</remarks>
/// <param name="Images">Images of the dataset.</param>
/// <param name="Tries">Submissions.</param>
/// <param name="Rule">What the board reports.</param>
public sealed record LadderSimulation(int Images, int Tries, ReportRule Rule)
{
    /// <summary>True accuracy of every try: 60 % of the images are right for sure, half of the others by chance.</summary>
    public const double TrueAccuracy = 0.8;

    const double Certain = 0.6;

    /// <summary>Images that a try answers again; a try draws one of these, so that small and large steps are both tried.</summary>
    static readonly int[] Steps = [8, 30, 120, 500, 2_000];

    /// <param name="seed">Of one owner's luck.</param>
    /// <returns>The best accuracy that was reported, less the true one.</returns>
    public double Inflation(int seed)
    {
        var random = new Random(seed);
        var (certain, right) = ((int)(Certain * Images), new bool[Images]);
        var count = certain;
        for (var image = 0; image < Images; image++)
        {
            right[image] = image < certain || random.Next(2) == 0;
            count += image >= certain && right[image] ? 1 : 0;
        }
        var changed = new List<int>();
        for (var attempt = 1; attempt < Tries; attempt++)
        {
            changed.Clear();
            var (won, lost) = (0, 0);
            for (var left = Steps[random.Next(Steps.Length)]; left > 0; left--)
            {
                var image = certain + random.Next(Images - certain);
                // A fresh answer is another one half of the time.
                if (random.Next(2) == 0)
                    continue;
                changed.Add(image);
                right[image] = !right[image];
                (won, lost) = right[image] ? (won + 1, lost) : (won, lost + 1);
            }
            if (Reports(won, lost, attempt))
                count += won - lost;
            else
                foreach (var image in changed)
                    right[image] = !right[image];
        }
        return (double)count / Images - TrueAccuracy;
    }

    bool Reports(int won, int lost, int comparison) =>
        Rule switch
        {
            ReportRule.All => won > lost,
            // s / √n with s² the mean square of the differences, which are −1, 0 and 1.
            ReportRule.StandardError => won - lost > Math.Sqrt(won + lost),
            _ => LadderRule.Reports(new PairedCounts(Images - won - lost, won, lost, 0), comparison),
        };
}
