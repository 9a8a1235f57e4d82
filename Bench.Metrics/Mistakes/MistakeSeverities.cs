namespace Bench.Metrics.Mistakes;

/// <summary>The severity of each kind of mistake.</summary>
public static class MistakeSeverities
{
    public static MistakeSeverity Severity(this MistakeKind kind) =>
        kind switch
        {
            MistakeKind.Right or MistakeKind.CollapsedClasses or MistakeKind.ValidMultiLabel => MistakeSeverity.None,
            MistakeKind.SameSuperclass => MistakeSeverity.Minor,
            MistakeKind.CoOccurring or MistakeKind.NonPrototypical => MistakeSeverity.Explained,
            _ => MistakeSeverity.Major,
        };
}
