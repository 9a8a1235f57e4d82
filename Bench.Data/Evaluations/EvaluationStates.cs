namespace Bench.Data.Evaluations;

public static class EvaluationStates
{
    /// <summary>Nothing will happen to it any more, unless someone asks for a retry.</summary>
    public static bool IsFinal(this EvaluationState state) =>
        state is EvaluationState.Completed or EvaluationState.Failed or EvaluationState.Cancelled or EvaluationState.Partial;
}
