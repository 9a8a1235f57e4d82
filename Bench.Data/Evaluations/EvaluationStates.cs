namespace Bench.Data.Evaluations;

public static class EvaluationStates
{
    /// <summary>Nothing will happen to it any more, unless someone asks for a retry.</summary>
    public static bool IsFinal(this EvaluationState state) =>
        state is EvaluationState.Completed or EvaluationState.Failed or EvaluationState.Cancelled or EvaluationState.Partial;

    /// <summary>Evaluations that have not ended; the same as <see cref="IsFinal"/>, where a database has to read
    /// it.</summary>
    public static IQueryable<Evaluation> UnderWay(this IQueryable<Evaluation> evaluations) =>
        evaluations.Where(evaluation =>
            evaluation.State != EvaluationState.Completed
            && evaluation.State != EvaluationState.Failed
            && evaluation.State != EvaluationState.Cancelled
            && evaluation.State != EvaluationState.Partial
        );
}
