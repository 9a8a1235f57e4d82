namespace Bench.Workers.Retention;

/// <summary>What one round removed.</summary>
internal readonly record struct RetentionReport(int Audit, int Work, int Failed, int Predictions)
{
    public bool IsEmpty => this == default;
}
