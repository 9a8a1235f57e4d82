using System.ComponentModel.DataAnnotations;

namespace Bench.Service.Access;

/// <summary>How much a submitter's key may use; section <c>Bench:Limits</c>. 0 is no limit. Operators have
/// none.</summary>
public record KeyLimits
{
    /// <summary>Models uploaded in a day (UTC), default 200.</summary>
    [Range(0, int.MaxValue)]
    public int AttemptsPerDay { get; init; } = 200;

    /// <summary>Evaluations in a day (UTC), default 2,000.</summary>
    [Range(0, int.MaxValue)]
    public int EvaluationsPerDay { get; init; } = 2_000;

    /// <summary>Evaluations in a month (UTC), default 20,000.</summary>
    [Range(0, int.MaxValue)]
    public int EvaluationsPerMonth { get; init; } = 20_000;

    /// <summary>Evaluations that have not ended, default 2,000.</summary>
    [Range(0, int.MaxValue)]
    public int EvaluationsAtOnce { get; init; } = 2_000;

    /// <summary>Seconds of devices in a day (UTC), default none.</summary>
    [Range(0, double.MaxValue)]
    public double DeviceSecondsPerDay { get; init; }

    /// <summary>Resumable uploads that are open, default 20.</summary>
    [Range(0, int.MaxValue)]
    public int OpenUploads { get; init; } = 20;

    /// <summary>Bytes of models and of what open uploads announced, default 1 TiB.</summary>
    [Range(0, long.MaxValue)]
    public long StoredBytes { get; init; } = 1L << 40;
}
