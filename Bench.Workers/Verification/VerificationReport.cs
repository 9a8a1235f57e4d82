namespace Bench.Workers.Verification;

/// <summary>Findings of reading everything.</summary>
/// <param name="Blobs">Stored files that were read.</param>
/// <param name="Pictures">Pictures that were read.</param>
/// <param name="Unseen">Datasets whose pictures are not on this machine.</param>
/// <param name="Damaged">What is not what it was.</param>
/// <param name="Log">How much of the log was checked.</param>
public sealed record VerificationReport(
    int Blobs,
    int Pictures,
    IReadOnlyList<string> Unseen,
    IReadOnlyList<DamagedThing> Damaged,
    LogReport Log
);
