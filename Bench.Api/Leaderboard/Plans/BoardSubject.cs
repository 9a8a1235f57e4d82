using Bench.Api.Metrics;

namespace Bench.Api.Leaderboard.Plans;

/// <summary>One dataset under one of its current label sets: what a board is about.</summary>
/// <param name="Revision">Version of the board: another one wherever a scoring under the label set came, went or was
/// replaced.</param>
internal sealed record BoardSubject(
    Guid DatasetId,
    string Dataset,
    int ImageCount,
    Guid LabelSetId,
    string LabelSet,
    int Version,
    int Used,
    long Revision
)
{
    /// <summary>Whether its images show none of the classes: then no label is right, and a model is measured by how
    /// well it tells them from known ones.</summary>
    public bool OutOfDistribution { get; init; }

    /// <summary>Whether its images are those of a clean dataset, shifted or collected again: what robustness is
    /// measured on.</summary>
    public bool IsShift { get; init; }

    /// <summary>Whether its images are corrupted as their authors published them, so that AlexNet's errors on the same
    /// files are known.</summary>
    public bool IsCorruptionTree { get; init; }

    /// <summary>Whether several images are of one picture: copies under corruptions, frames of films, files that are there
    /// many times.</summary>
    public bool RepeatsPictures { get; init; }

    /// <summary>Whether nothing is told of single images.</summary>
    public bool HidesAnswers { get; init; }

    /// <summary>The metric that ranks and compares models over it by default: the first that pages offer.</summary>
    public string Headline => Offered[0].Id;

    /// <summary>The metrics that pages offer first.</summary>
    public IReadOnlyList<MetricDescription> Offered => OutOfDistribution ? MetricDirectory.OpenSetHeadline : MetricDirectory.Headline;
}
