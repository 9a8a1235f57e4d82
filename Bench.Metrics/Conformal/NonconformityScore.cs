namespace Bench.Metrics.Conformal;

/// <summary>The nonconformity scores of one image's classes, which rise with rank: so a prediction set is always the
/// first few classes.</summary>
/// <param name="method">Which score.</param>
/// <param name="options">λ, k_reg and the seed of u.</param>
internal sealed class NonconformityScore(ConformalMethod method, ConformalOptions options)
{
    double _before,
        _u;
    int _rank;

    /// <summary>Starts over with another image.</summary>
    public void Load(int image) => (_before, _u, _rank) = (0, Uniform(options.Seed, image), 0);

    /// <summary>Score of the next class, by rank.</summary>
    public double Next(double probability)
    {
        _rank++;
        if (method == ConformalMethod.Lac)
            return 1 - probability;
        var score = _before + _u * probability;
        _before += probability;
        return method == ConformalMethod.Raps ? score + options.Lambda * Math.Max(0, _rank - options.FreeRanks) : score;
    }

    /// <summary>The u in [0, 1) of an image: SplitMix64 of seed and index, so that it depends on neither order nor
    /// number of images.</summary>
    internal static double Uniform(ulong seed, int image)
    {
        var z = unchecked(seed * 0xD1342543DE82EF95 + ((ulong)image + 1) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ z >> 27) * 0x94D049BB133111EB);
        return ((z ^ z >> 31) >> 11) * (1.0 / (1UL << 53));
    }
}
