using Bench.Metrics.Mistakes;

namespace Bench.Api.Mistakes;

/// <summary>Kinds of mistakes in the words of pages.</summary>
internal static class MistakeKindWords
{
    public static string Words(this MistakeKind kind) =>
        kind switch
        {
            MistakeKind.Right => "right",
            MistakeKind.CollapsedClasses => "collapsed classes",
            MistakeKind.ValidMultiLabel => "valid multi-label",
            MistakeKind.SameSuperclass => "same superclass",
            MistakeKind.CoOccurring => "co-occurring",
            MistakeKind.NonPrototypical => "non-prototypical",
            _ => "unexplained",
        };
}
