using Bench.Api.Doubts;

namespace Bench.Api.LabelErrors;

/// <summary>Accuracy on corrected labels as originally mislabelled images grow more common in the test set (Northcutt
/// et al., 2021): correctly labelled images are taken away at random, the others stay.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="LabelSet">Key of the corrected label set.</param>
/// <param name="Reviews">Key of the label set whose reviews say which images were mislabelled.</param>
/// <param name="Removable">all: any image not found mislabelled may be removed, as published; reviewed: only those that
/// people looked at and upheld.</param>
/// <param name="Mislabelled">Images that the corrected set uses and whose label lost to another class.</param>
/// <param name="Curves">One a model, in the order asked for.</param>
/// <param name="Crossings">Every pair of models.</param>
public sealed record PrevalenceAnswer(
    string Dataset,
    string LabelSet,
    string Reviews,
    string Removable,
    int Mislabelled,
    IReadOnlyList<ModelPrevalence> Curves,
    IReadOnlyList<PairCrossing> Crossings
) : Doubted;

/// <param name="ModelId">The model.</param>
/// <param name="Name">Its name.</param>
/// <param name="Natural">Prevalence with every image in place.</param>
/// <param name="Highest">Prevalence with every removable image gone.</param>
/// <param name="MislabelledAccuracy">Accuracy on the mislabelled images alone, under their corrected label.</param>
/// <param name="Points">Evenly spread from natural to highest; one point when the prevalence cannot change.</param>
public sealed record ModelPrevalence(
    Guid ModelId,
    string Name,
    double? Natural,
    double? Highest,
    double? MislabelledAccuracy,
    IReadOnlyList<CurvePoint> Points
) : Doubted;

/// <param name="Prevalence">Share of originally mislabelled images in the test set.</param>
/// <param name="Images">Images left; an expectation.</param>
/// <param name="Accuracy">Expected accuracy on corrected labels.</param>
public sealed record CurvePoint(double Prevalence, double Images, double Accuracy);

/// <param name="First">Model that leads at the natural prevalence; the one asked for earlier where they tie.</param>
/// <param name="Second">The other.</param>
/// <param name="Prevalence">Where their expected accuracies are equal; null when one leads, or they tie, at either
/// end.</param>
/// <param name="Accuracy">Their accuracy there.</param>
/// <param name="DifferenceAtNatural">Accuracy of the first less that of the second with every image in place.</param>
/// <param name="DifferenceAtHighest">The same with every removable image gone.</param>
public sealed record PairCrossing(
    Guid First,
    Guid Second,
    double? Prevalence,
    double? Accuracy,
    double? DifferenceAtNatural,
    double? DifferenceAtHighest
);

/// <summary>Which models repeat wrong labels more often than their peers do? Then they may have seen the test labels: a
/// reason to ask, not a proof.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="LabelSet">Key of the corrected label set by which peers are chosen.</param>
/// <param name="Reviews">Key of the label set whose reviews say which images were mislabelled.</param>
/// <param name="Mislabelled">Images whose label lost to another class.</param>
/// <param name="Window">How far a peer's corrected accuracy may lie away.</param>
/// <param name="Models">The largest excess first; models without peers last.</param>
public sealed record MemorisationAnswer(
    string Dataset,
    string LabelSet,
    string Reviews,
    int Mislabelled,
    double Window,
    IReadOnlyList<ModelMemorisation> Models
) : Doubted;

/// <param name="ModelId">The model.</param>
/// <param name="Name">Its name.</param>
/// <param name="CorrectedAccuracy">Accuracy on corrected labels.</param>
/// <param name="Rate">Share of mislabelled images on which it predicts the original, wrong label.</param>
/// <param name="Peers">Other models whose corrected accuracy lies within the window.</param>
/// <param name="PeerMean">Their mean rate; null without peers.</param>
/// <param name="Excess">Rate above that mean.</param>
/// <param name="Deviations">Excess in standard deviations of a new peer; null with fewer than two peers, or when all
/// are equal.</param>
public sealed record ModelMemorisation(
    Guid ModelId,
    string Name,
    double? CorrectedAccuracy,
    double? Rate,
    int Peers,
    double? PeerMean,
    double? Excess,
    double? Deviations
) : Doubted;
