namespace Bench.Service.Evaluations.Stop;

/// <summary>How a question that may end an evaluation was decided.</summary>
public enum StopOutcome
{
    /// <summary>Not decided by the images that were run.</summary>
    Undecided,

    /// <summary>Better than the other model by more than the margin.</summary>
    Better,

    /// <summary>Worse than it by more than the margin.</summary>
    Worse,

    /// <summary>Neither better nor worse by more than the margin.</summary>
    Within,

    /// <summary>More accurate than the threshold.</summary>
    Above,

    /// <summary>Less accurate than the threshold.</summary>
    Below,
}
