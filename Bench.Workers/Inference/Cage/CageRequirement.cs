using Bench.Data;
using Microsoft.Extensions.Options;

namespace Bench.Workers.Inference.Cage;

/// <summary>Refuses a start whose folders the cage cannot keep from models.</summary>
internal sealed class CageRequirement(BenchOptions bench) : IValidateOptions<InferenceOptions>
{
    public ValidateOptionsResult Validate(string? name, InferenceOptions options)
    {
        if (options.Cage == "rlimits")
            return ValidateOptionsResult.Success;
        try
        {
            HiddenFolders.Below(Walls.Shown, bench);
            return ValidateOptionsResult.Success;
        }
        catch (InvalidOperationException error)
        {
            return ValidateOptionsResult.Fail($"{error.Message}.");
        }
    }
}
