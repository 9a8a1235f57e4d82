using Bench.Data.Work;

namespace Bench.Service.Work;

/// <summary>Open work of one kind for one owner.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Owner">Whose it is; null for the service's own.</param>
/// <param name="Running">Items that a worker has.</param>
/// <param name="Since">When the oldest of those that wait was made; null where none waits.</param>
public sealed record OpenWork(WorkKind Kind, Guid? Owner, int Running, DateTime? Since);
