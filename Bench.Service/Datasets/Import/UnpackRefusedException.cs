namespace Bench.Service.Datasets.Import;

/// <summary>An archive has to be unpacked where this machine has no right to write. Another machine may have it; where
/// none has, somebody has to be told.</summary>
public sealed class UnpackRefusedException(Exception cause) : IOException($"The archive cannot be unpacked: {cause.Message}", cause);
