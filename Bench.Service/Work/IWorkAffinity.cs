namespace Bench.Service.Work;

/// <summary>What a machine knows of work that it need not fetch anything for: models and crops are gigabytes. Whoever
/// takes work may know nothing of the kind.</summary>
public interface IWorkAffinity
{
    /// <summary>How much of what each evaluation needs lies on this machine: 0 for nothing, more is better; one that is
    /// missing counts as 0.</summary>
    Task<IReadOnlyDictionary<Guid, int>> HereAsync(IReadOnlyCollection<Guid> evaluations, CancellationToken cancellationToken);
}
