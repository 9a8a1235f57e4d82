namespace Bench.Benchmarks.Metrics;

/// <summary>What prediction sets of a threshold (LAC) are like over a population.</summary>
/// <param name="population">A large sample.</param>
internal sealed class SetTruth(LogitWorld population)
{
    /// <summary>Sizes from which a stratum of size-stratified coverage begins; a model of twenty classes has no larger ones.</summary>
    static readonly int[] Strata = [0, 2, 4, 11];

    readonly double[] _label = population.Label;

    readonly float[] _probabilities = Probabilities(population);

    /// <summary>By the names that follow <c>conformal-lac-</c>.</summary>
    /// <param name="quantile">q̂: a class is in the set where 1 less its probability is no more.</param>
    public Dictionary<string, double> At(double quantile)
    {
        var (least, classes) = (1 - quantile, LogitWorld.Classes);
        var (sizes, covered) = (new int[classes + 1], new int[classes + 1]);
        for (var image = 0; image < _label.Length; image++)
        {
            var size = 0;
            // Best first.
            while (size < classes && _probabilities[image * classes + size] >= least)
                size++;
            sizes[size]++;
            covered[size] += _label[image] >= least ? 1 : 0;
        }
        var coverage = (double)covered.Sum() / _label.Length;
        return new()
        {
            ["coverage"] = coverage,
            ["set-size"] = sizes.Select((count, size) => (double)count * size).Sum() / _label.Length,
            ["median-set-size"] = Enumerable.Range(0, classes + 1).First(size => 2 * sizes[..(size + 1)].Sum() >= _label.Length),
            ["size-stratified-coverage"] = Strata
                .Zip(Strata[1..].Append(classes + 1), (from, to) => (Covered: covered[from..to].Sum(), Sizes: sizes[from..to].Sum()))
                .Where(stratum => stratum.Sizes > 0)
                .Min(stratum => (double)stratum.Covered / stratum.Sizes),
            // No class is another than the rest.
            ["worst-class-coverage"] = coverage,
        };
    }

    static float[] Probabilities(LogitWorld population)
    {
        var logits = population.Predictions.TopLogit.Span;
        var sums = population.Predictions.LogSumExp.Span;
        var probabilities = new float[logits.Length];
        for (var i = 0; i < logits.Length; i++)
            probabilities[i] = MathF.Exp(logits[i] - sums[i / LogitWorld.Classes]);
        return probabilities;
    }
}
