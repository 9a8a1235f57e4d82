namespace Bench.Metrics.Conformal;

/// <summary>Parameters of split conformal prediction.</summary>
public sealed record ConformalOptions
{
    /// <summary>Share of images whose set may miss the label, α in (0, 1).</summary>
    public double Alpha { get; init; } = 0.1;

    /// <summary>Seed of the randomisation u of APS and RAPS; u depends on seed and image index alone.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>RAPS: penalty for each rank beyond <see cref="FreeRanks"/>, λ ≥ 0.</summary>
    public double Lambda { get; init; } = 0.01;

    /// <summary>RAPS: ranks without penalty, k_reg ≥ 0.</summary>
    public int FreeRanks { get; init; } = 5;

    internal void Validate()
    {
        if (Alpha is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Alpha), Alpha, "α lies in (0, 1)");
        if (!(Lambda >= 0))
            throw new ArgumentOutOfRangeException(nameof(Lambda), Lambda, "λ is a number ≥ 0");
        ArgumentOutOfRangeException.ThrowIfNegative(FreeRanks);
    }
}
