using Bench.Metrics.Catalogue;
using Bench.Metrics.Derived;

namespace Bench.Service.Evaluations.Scores;

/// <summary>What was left out, as a scoring keeps it: images under their reason, for all of its numbers; and films under
/// the reason and the number that they are missing from, because numbers are over different films.</summary>
public static class ScoreExclusions
{
    const char OfMetric = ':';

    /// <param name="images">Images left out, by reason.</param>
    /// <param name="scores">The scoring's numbers.</param>
    public static Dictionary<string, int> Of(IReadOnlyDictionary<string, int> images, IEnumerable<MetricScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var all = new Dictionary<string, int>(images);
        foreach (var score in scores)
            if (score.Excluded.TryGetValue(SequenceScores.Broken, out var films))
                all[$"{SequenceScores.Broken}{OfMetric}{score.Metric}"] = films;
        return all;
    }

    /// <summary>What is left out of one number, by reason.</summary>
    public static IReadOnlyDictionary<string, int> For(string metric, IReadOnlyDictionary<string, int> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var found = new Dictionary<string, int>();
        foreach (var (key, count) in stored)
            if (key.Split(OfMetric) is [var reason, .. var of] && (of is [] || of is [var own] && own == metric))
                found[reason] = count;
        return found;
    }
}
