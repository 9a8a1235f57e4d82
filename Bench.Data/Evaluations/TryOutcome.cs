namespace Bench.Data.Evaluations;

/// <summary>How a try ended.</summary>
public enum TryOutcome
{
    /// <summary>Nothing was told: it is under way, failed, or was cancelled.</summary>
    Open,

    /// <summary>Its scores are served.</summary>
    Reported,

    /// <summary>The dataset's ladder kept its scores back.</summary>
    Withheld,
}
