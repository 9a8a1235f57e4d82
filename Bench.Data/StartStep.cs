namespace Bench.Data;

/// <summary>Something that has to be in the database before a process serves. Runs at every start after the migrations,
/// in one process at a time.</summary>
/// <param name="RunAsync">Is given a scope's services; does nothing where it has been done.</param>
public sealed record StartStep(Func<IServiceProvider, CancellationToken, Task> RunAsync);
