namespace Bench.Api.Compare;

/// <summary>What a verdict judges.</summary>
public enum VerdictBasis
{
    /// <summary>The interval of the difference, so that chance does not pass.</summary>
    Interval,

    /// <summary>The measured difference as it is, chance included.</summary>
    Measured,
}
