namespace Bench.Data.Evaluations;

/// <summary>queued → inspecting → queued (for a device) → running → scoring → completed; failed or cancelled from any;
/// partial from running, where a question was decided before the last image.</summary>
public enum EvaluationState
{
    Queued,
    Inspecting,
    Running,
    Scoring,
    Completed,
    Failed,
    Cancelled,
    Partial,
}
