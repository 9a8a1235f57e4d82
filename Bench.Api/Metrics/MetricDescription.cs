using System.ComponentModel.DataAnnotations;
using Bench.Metrics.Catalogue;

namespace Bench.Api.Metrics;

/// <summary>The contract of one metric, as the catalogue has it.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Version">Raised when the same id would give another number.</param>
/// <param name="Name">Name for a column head.</param>
/// <param name="Family">The question it answers: <c>accuracy</c>, <c>calibration</c>, …</param>
/// <param name="Direction"><c>higher</c> or <c>lower</c> is better, or <c>none</c>: it describes and does not
/// rank.</param>
/// <param name="Minimum">Smallest possible value.</param>
/// <param name="Maximum">Largest possible value; null when unbounded.</param>
/// <param name="Formula">How it is computed.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Defaults">Parameters in use.</param>
/// <param name="AtBorder">What to say of a value at the minimum or the maximum, where a search ended there and the true
/// value may lie beyond; null elsewhere.</param>
/// <param name="WhyNoInterval">Why its values carry no interval; null where they do.</param>
/// <param name="Basis">What it is computed from: <c>predictions</c>, <c>clean-evaluation</c>, <c>parent-evaluation</c>
/// (then both must be there), <c>board</c> or <c>suite</c> (when it is read), or <c>request</c>: an attack, an
/// explanation or an audit, with which it is shown.</param>
public sealed record MetricDescription(
    string Id,
    int Version,
    string Name,
    [property: NamedBy(typeof(MetricFamily))] string Family,
    [property: AllowedValues("higher", "lower", "none")] string Direction,
    double? Minimum,
    double? Maximum,
    string Formula,
    string Source,
    IReadOnlyDictionary<string, string> Defaults,
    string? AtBorder,
    string? WhyNoInterval,
    [property: NamedBy(typeof(MetricBasis))] string Basis
)
{
    internal bool HigherIsBetter => Direction != "lower";

    /// <summary>A note on a value; null for most.</summary>
    internal string? NoteOn(double value) => value <= Minimum || value >= Maximum ? AtBorder : null;

    /// <summary>Whether it is another metric with another number of bins: a valid id, but no name in a list to choose
    /// from.</summary>
    internal bool IsSweep =>
        Family == "calibration"
        && Defaults.TryGetValue("bins", out var bins)
        && bins != "15"
        && Id.EndsWith($"-{bins}", StringComparison.Ordinal);

    /// <summary>Whether a board can have it as a column: it needs neither a suite nor a model that the reader chooses.</summary>
    internal bool IsColumn => Basis != "suite" && Id != ShiftMetrics.OracleRelative;

    internal bool Ranks => Direction != "none";

    /// <summary>The name without what is in brackets, for narrow column heads.</summary>
    internal string ShortName =>
        Name.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? Name[..end] + Name[(Name.LastIndexOf(')') + 1)..] : Name;

    /// <summary>Fractions are shown in percent on pages; anything else as it is.</summary>
    internal bool IsFraction => MetricDefinition.IsFractionOf(Minimum, Maximum);
}
