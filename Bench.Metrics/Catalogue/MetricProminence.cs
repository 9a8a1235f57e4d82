namespace Bench.Metrics.Catalogue;

/// <summary>How early a reader meets a metric; each level holds all that are above it.</summary>
public enum MetricProminence
{
    /// <summary>Where it is asked for.</summary>
    Detail,

    /// <summary>In the report of a single evaluation.</summary>
    Report,

    /// <summary>Among those that pages offer before all others.</summary>
    Headline,

    /// <summary>A column of a board for which no columns were chosen.</summary>
    Board,
}
