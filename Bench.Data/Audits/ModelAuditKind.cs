namespace Bench.Data.Audits;

/// <summary>What a model is run for, other than its scores.</summary>
public enum ModelAuditKind
{
    /// <summary>Whether submitted predictions are the model's: some rows, drawn after all were committed to, are made
    /// again.</summary>
    SpotCheck,

    /// <summary>Whether the model was trained on somebody's data: it is asked about that owner's secret keys.</summary>
    Taggants,
}
