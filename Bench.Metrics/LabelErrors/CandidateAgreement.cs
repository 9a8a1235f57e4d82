using Bench.Metrics.Clustered;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.LabelErrors;

/// <summary>How far label-error candidates agree with human verdicts, on the reviewed images.</summary>
/// <param name="Reviewed">Images with a verdict.</param>
/// <param name="Wrong">Reviewed images whose label was judged wrong.</param>
/// <param name="Flagged">Reviewed images among the candidates.</param>
/// <param name="Hits">Candidates whose label was judged wrong.</param>
/// <param name="AveragePrecision">Σ over hits of the precision down to that hit, over <paramref name="Wrong"/>; what
/// the ranking itself is worth, in [0,
/// 1].</param>
/// <remarks>Recall is over reviewed images only. Where those were chosen by an earlier search, errors that no search
/// has found count nowhere.</remarks>
public readonly record struct CandidateAgreement(int Reviewed, int Wrong, int Flagged, int Hits, double AveragePrecision)
{
    /// <summary>Share of reviewed candidates whose label was judged wrong; NaN when no candidate was
    /// reviewed.</summary>
    public double Precision => (double)Hits / Flagged;

    /// <summary>Share of wrong labels that are among the candidates; NaN when no label was judged wrong.</summary>
    public double Recall => (double)Hits / Wrong;

    /// <param name="ranked">Candidate images, most suspicious first, each once.</param>
    /// <param name="reviewed">Images with a verdict (leave out those without a majority).</param>
    /// <param name="wrong">Images whose label was judged wrong; those not reviewed are ignored.</param>
    /// <param name="pictures">Pictures of the images, where several are of one: copies that were judged alike count once. Null where
    /// each image is its own.</param>
    /// <exception cref="ArgumentException">The sets differ in length, or an image is named twice.</exception>
    public static CandidateAgreement Measure(IEnumerable<int> ranked, BitSet reviewed, BitSet wrong, Clusters? pictures = null)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        ArgumentNullException.ThrowIfNull(reviewed);
        ArgumentNullException.ThrowIfNull(wrong);
        if (reviewed.Count != wrong.Count)
            throw new ArgumentException($"{reviewed.Count} reviewed and {wrong.Count} judged images", nameof(wrong));

        var (seen, counted) = (new BitSet(reviewed.Count), new HashSet<(int Picture, bool IsWrong)>());
        int flagged = 0,
            hits = 0;
        double precisions = 0;
        foreach (var image in ranked)
        {
            if (seen[image])
                throw new ArgumentException($"image {image} is named twice", nameof(ranked));
            seen[image] = true;
            if (!reviewed[image] || !counted.Add(Verdict(image)))
                continue;
            flagged++;
            if (!wrong[image])
                continue;
            hits++;
            precisions += (double)hits / flagged;
        }
        var all = Enumerable.Range(0, reviewed.Count).Where(image => reviewed[image]).Select(Verdict).ToHashSet();
        var judgedWrong = all.Count(verdict => verdict.IsWrong);
        return new(all.Count, judgedWrong, flagged, hits, precisions / judgedWrong);

        (int Picture, bool IsWrong) Verdict(int image) => (pictures?.Pictures[image] ?? image, wrong[image]);
    }
}
