namespace Bench.Data;

/// <summary>Stable codes of <see cref="Check"/>s; they stand in the API and in docs/errors.md.</summary>
public static class CheckCodes
{
    /// <summary>An execution provider or device feature that was asked for is not in force.</summary>
    public const string ProviderFallback = "provider-fallback";

    /// <summary>The predictions are those of another entry over the same file and contract.</summary>
    public const string SharedRun = "shared-run";

    /// <summary>The batch was halved because it did not fit the memory.</summary>
    public const string BatchHalved = "batch-halved";
}
