namespace Bench.Data.Work;

/// <summary>Work of a kind that this version does not know: of a newer process over the same database, which an older one leaves
/// alone.</summary>
public static class UnknownWork
{
    /// <summary>Stands for all of them. It is read and never written; no handler has it.</summary>
    public const WorkKind Kind = (WorkKind)(-1);

    internal static WorkKind Read(string stored) => Enum.TryParse<WorkKind>(stored, out var known) ? known : Kind;
}
