namespace Bench.Data.Evaluations;

/// <summary>What became of a try.</summary>
public enum TryOutcome
{
    /// <summary>Nothing was told: it is under way, failed, or was cancelled.</summary>
    Open,

    /// <summary>Its scores are served.</summary>
    Reported,

    /// <summary>The dataset's ladder kept its scores back.</summary>
    Withheld,
}
