namespace Bench.Service.Attacks;

/// <summary>What one image did for robust prediction sets.</summary>
/// <param name="Role">What it was used for.</param>
/// <param name="Score">Its label's score: of one noisy copy where it was held out, else the mean over noise.</param>
/// <param name="Sets">Its sets, for the radius 0 and for each that was asked for; none unless it was tested.</param>
public sealed record ConformalImage(ConformalRole Role, double Score, IReadOnlyList<RobustSets> Sets);

public enum ConformalRole
{
    /// <summary>Scores are spread by it.</summary>
    Holdout,

    /// <summary>The threshold is taken from it.</summary>
    Calibration,

    /// <summary>It has a set.</summary>
    Test,
}

/// <summary>The sets of one image at one radius.</summary>
/// <param name="Size">Classes in RSCP's set.</param>
/// <param name="Covers">Whether the label is one of them.</param>
/// <param name="PlusSize">Classes in the set of RSCP+.</param>
/// <param name="PlusCovers">Whether the label is one of them.</param>
public sealed record RobustSets(int Size, bool Covers, int PlusSize, bool PlusCovers);
