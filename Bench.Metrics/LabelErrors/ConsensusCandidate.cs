namespace Bench.Metrics.LabelErrors;

/// <summary>An image whose label several models dispute.</summary>
/// <param name="Image">Index in the dataset.</param>
/// <param name="Given">The label it has.</param>
/// <param name="Suggested">The class with the most weight behind it; the lowest index of equals.</param>
/// <param name="Support">Weight of the models that dispute the label over the weight of all, in (0, 1].</param>
/// <param name="Agreement">Weight behind the suggested class over the weight of the models that dispute the label, in
/// (0, 1].</param>
/// <param name="Models">Models that dispute the label.</param>
/// <param name="NormalisedMargin">Their weighted mean margin, in [−1, 1]; of models that give ranks alone see
/// <see cref="RankDisagreement"/>.</param>
public readonly record struct ConsensusCandidate(
    int Image,
    int Given,
    int Suggested,
    double Support,
    double Agreement,
    int Models,
    double NormalisedMargin
)
{
    /// <summary>Weight behind the suggested class over the weight of all models, in (0, 1].</summary>
    public double Backing => Support * Agreement;
}
