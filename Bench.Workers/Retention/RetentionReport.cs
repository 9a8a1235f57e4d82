namespace Bench.Workers.Retention;

/// <summary>Counts of what one round removed.</summary>
internal readonly record struct RetentionReport(int Audit, int Work, int Failed, int Predictions)
{
    public bool IsEmpty => this == default;
}
