namespace Bench.Service.Access;

/// <summary>How much the keys of a team may use together. What is missing is no limit.</summary>
public sealed record TeamLimits : KeyLimits
{
    public TeamLimits() =>
        (AttemptsPerDay, EvaluationsPerDay, EvaluationsPerMonth, EvaluationsAtOnce, OpenUploads, StoredBytes) = (0, 0, 0, 0, 0, 0);
}
