namespace Bench.Metrics.Catalogue;

/// <summary>What a metric is computed from.</summary>
public enum MetricBasis
{
    /// <summary>The evaluation's own predictions and one label set.</summary>
    Predictions,

    /// <summary>The same model's evaluation over the clean dataset, with its own predictions.</summary>
    CleanEvaluation,

    /// <summary>The declared parent model's evaluation over the same dataset, with its own predictions.</summary>
    ParentEvaluation,

    /// <summary>Every model of a board; computed when the board is read, never stored.</summary>
    Board,

    /// <summary>The model's evaluations over several datasets, or its scorings under several label sets, that a suite
    /// names; computed when the suite is read, never stored.</summary>
    Suite,

    /// <summary>An attack, a certificate, an explanation or an audit that somebody asks for; it is kept with the
    /// request.</summary>
    Request,
}
