namespace Bench.Data.Evaluations;

/// <summary>queued → inspecting → queued (for a device) → running → scoring → completed; failed or cancelled from any.</summary>
public enum EvaluationState
{
    Queued,
    Inspecting,
    Running,
    Scoring,
    Completed,
    Failed,
    Cancelled,
}
