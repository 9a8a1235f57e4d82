namespace Bench.Service.Inputs;

/// <summary>A file that somebody sent, whole on this machine's disk.</summary>
/// <param name="Path">Its path until somebody takes it.</param>
/// <param name="FileName">What the sender called it; for people, never for paths.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of its bytes, 64 lower-case hexadecimal digits.</param>
public sealed record ReceivedFile(string Path, string FileName, long Length, string Sha256)
{
    /// <summary>Whether its bytes count as stored already: those of an open upload do.</summary>
    public bool IsCounted { get; init; }
}
