namespace Bench.Service.Evaluations.Stop;

/// <summary>When an evaluation may end before its last image: as soon as its question is decided. One of the two
/// questions is asked.</summary>
/// <param name="Against">The other model, or one evaluation of it: its stored answers over the same images.</param>
/// <param name="BetterOrWorseBy">Is the model better, worse, or neither, than the other by more than this? A fraction
/// from 0 to below 1.</param>
/// <param name="AccuracyAboveOrBelow">Is its accuracy above or below this, that of the last row inside a rank, say? A
/// fraction between 0 and 1.</param>
/// <param name="Alpha">Most often that a decision may be wrong, above 0 to 0.5; 0.05 when absent.</param>
/// <param name="About">population (when absent): images like these, as McNemar's test; dataset: what the whole run
/// would say, and when absent over copies of pictures and frames of films.</param>
/// <param name="LabelSet">Label set under which images are right or wrong; original when absent.</param>
public sealed record StopWhen(
    Guid? Against = null,
    double? BetterOrWorseBy = null,
    double? AccuracyAboveOrBelow = null,
    double? Alpha = null,
    StopScope? About = null,
    string? LabelSet = null
);
