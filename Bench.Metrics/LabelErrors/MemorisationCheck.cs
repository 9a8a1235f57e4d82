namespace Bench.Metrics.LabelErrors;

/// <summary>Does a model repeat wrong labels more often than its peers do? Then it may have seen the test
/// labels.</summary>
/// <param name="Rate">Share of images judged mislabelled on which the model predicts the original, wrong label.</param>
/// <param name="Peers">Other models whose corrected accuracy lies within the window.</param>
/// <param name="PeerMean">Mean rate of the peers; NaN without peers.</param>
/// <param name="PeerDeviation">Sample standard deviation of the peers' rates; NaN with fewer than two.</param>
/// <remarks>Accuracy on wrong labels comes from confusion that all models share and from memory. Peers of similar
/// corrected accuracy share the first, so an excess points to the second: a reason to ask, not a proof.</remarks>
public readonly record struct MemorisationCheck(double Rate, int Peers, double PeerMean, double PeerDeviation)
{
    /// <summary>Rate above the peers' mean.</summary>
    public double Excess => Rate - PeerMean;

    /// <summary>Excess in standard deviations of a new peer, √(1 + 1/peers) of theirs; NaN with fewer than two peers or
    /// when all are equal.</summary>
    public double Deviations => PeerDeviation > 0 ? Excess / (PeerDeviation * Math.Sqrt(1 + 1.0 / Peers)) : double.NaN;

    /// <param name="models">All models of the board.</param>
    /// <param name="model">Index of the one to check.</param>
    /// <param name="window">How far a peer's corrected accuracy may lie away, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not on the board, or the window is
    /// negative.</exception>
    public static MemorisationCheck Of(IReadOnlyList<MemorisationSubject> models, int model, double window = 0.01)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)model, (uint)models.Count, nameof(model));
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        var subject = models[model];
        var rates = models
            .Where(
                (other, i) => i != model && other.Mislabelled > 0 && Math.Abs(other.CorrectedAccuracy - subject.CorrectedAccuracy) <= window
            )
            .Select(static other => other.Rate)
            .ToArray();
        var mean = rates.Length == 0 ? double.NaN : rates.Average();
        var deviation = rates.Length < 2 ? double.NaN : Math.Sqrt(rates.Sum(rate => (rate - mean) * (rate - mean)) / (rates.Length - 1));
        return new(subject.Rate, rates.Length, mean, deviation);
    }
}
