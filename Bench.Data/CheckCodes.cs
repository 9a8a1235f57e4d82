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

    /// <summary>The model runs one picture at a time, because its answers would depend on the batch.</summary>
    public const string BatchPinned = "batch-pinned";

    /// <summary>A picture's answer depends on the pictures beside it, and the model's fixed batch leaves no choice.</summary>
    public const string BatchDependent = "batch-dependent";

    /// <summary>A GPU multiplied single-precision numbers as TF32, as the operator allows.</summary>
    public const string Tf32Allowed = "tf32-allowed";

    /// <summary>A worker's model gave another answer to the same input than the worker that inspected it.</summary>
    public const string WorkersDisagree = "workers-disagree";
}
