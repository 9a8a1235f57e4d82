using System.Reflection;
using Bench.Data.Work;

namespace Bench.Service.Work;

/// <summary>The traits that kinds of work are declared with.</summary>
public static class WorkKinds
{
    static readonly Dictionary<WorkKind, WorkTraitsAttribute> Traits = Enum.GetValues<WorkKind>().ToDictionary(kind => kind, Read);

    /// <summary>When its turn comes. Work of a newer version has none here.</summary>
    public static WorkRank Rank(this WorkKind kind) => Traits[kind].Rank;

    /// <summary>The kind in people's words, in the plural.</summary>
    public static string Words(this WorkKind kind) => kind == UnknownWork.Kind ? "work of a newer version" : Traits[kind].Words;

    /// <summary>The kinds of a rank, in the order of their declaration.</summary>
    public static IReadOnlyList<WorkKind> Of(WorkRank rank) => [.. Enum.GetValues<WorkKind>().Where(kind => kind.Rank() == rank)];

    static WorkTraitsAttribute Read(WorkKind kind) =>
        typeof(WorkKind).GetField(kind.ToString())!.GetCustomAttribute<WorkTraitsAttribute>()
        ?? throw new InvalidOperationException($"the kind of work '{kind}' is declared without {nameof(WorkTraitsAttribute)}");
}
