using Bench.Data.Outcomes;
using Bench.Service.Refusals;

namespace Bench.Api.Compare;

/// <summary>How many models are compared at a time.</summary>
internal static class ComparedModels
{
    public const int Fewest = 2;
    public const int Most = 6;

    /// <summary>The models without repeats, in the order given.</summary>
    /// <exception cref="RefusalException">Too few or too many.</exception>
    public static IReadOnlyList<Guid> Check(IEnumerable<Guid> models)
    {
        var distinct = models.Distinct().ToList();
        return distinct.Count switch
        {
            < Fewest => throw new RefusalException(
                RefusalKind.Malformed,
                "too-few-models",
                $"{Counted.Of(distinct.Count, "different model was", "different models were")} named; at least {Fewest} are compared.",
                "Name two to six different models."
            ),
            > Most => throw new RefusalException(
                RefusalKind.Malformed,
                "too-many-models",
                $"{Counted.Of(distinct.Count, "model was", "models were")} named; at most {Most} can be compared at once.",
                "Name fewer."
            ),
            _ => distinct,
        };
    }
}
