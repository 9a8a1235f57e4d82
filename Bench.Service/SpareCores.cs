namespace Bench.Service;

/// <summary>How many cores an answer to a reader may keep busy: half of them, for numbers over a whole board take
/// seconds, and other readers are to be answered meanwhile.</summary>
public static class SpareCores
{
    public static int Count { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <param name="cancellationToken">Stops the work.</param>
    public static ParallelOptions Until(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Count, CancellationToken = cancellationToken };
}
