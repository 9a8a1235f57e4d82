namespace Bench.Data.Work;

/// <summary>Properties of a kind of work other than its handler.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WorkTraitsAttribute(WorkRank rank, string words) : Attribute
{
    /// <summary>When its turn comes.</summary>
    public WorkRank Rank => rank;

    /// <summary>The kind in people's words, in the plural.</summary>
    public string Words => words;
}
