namespace Bench.Service.Work;

/// <summary>Work for which a machine has the files already: models and crops are gigabytes. A process that takes work
/// may know nothing of the kind.</summary>
public interface IWorkAffinity
{
    /// <summary>How much of what each evaluation needs lies on this machine: 0 for nothing, more is better; one that is
    /// missing counts as 0.</summary>
    Task<IReadOnlyDictionary<Guid, int>> HereAsync(IReadOnlyCollection<Guid> evaluations, CancellationToken cancellationToken);
}
