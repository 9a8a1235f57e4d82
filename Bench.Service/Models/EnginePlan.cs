namespace Bench.Service.Models;

/// <summary>How a model is run on a machine: what changes its speed and none of its numbers.</summary>
/// <param name="Batch">Images a run; the last one is padded to it.</param>
/// <param name="Sessions">Runs under way at once.</param>
/// <param name="Threads">Threads of one operator on the CPU.</param>
/// <param name="BytesIn">Whether the crops' bytes enter the graph, which normalises them itself, instead of numbers
/// made before.</param>
public sealed record EnginePlan(int Batch, int Sessions, int Threads, bool BytesIn)
{
    /// <summary>Whether a faster setting was found and left, because its answers differ from the reference setting's in
    /// some bit.</summary>
    public bool Pinned { get; init; }

    /// <summary>One run after the other.</summary>
    public static EnginePlan OneByOne(int batch, int threads) => new(batch, 1, threads, BytesIn: false);
}
