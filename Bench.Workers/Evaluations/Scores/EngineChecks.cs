using System.Globalization;
using Bench.Data.Outcomes;
using Bench.Workers.Evaluations.Run;

namespace Bench.Workers.Evaluations.Scores;

/// <summary>Doubts about an evaluation's numbers from the machines that it ran on.</summary>
internal static class EngineChecks
{
    /// <summary>Rounding between kernels of single or half precision stays far below; bytes that saturate, or the wrong
    /// kernel, lie far above.</summary>
    internal const double Tolerance = 0.05;

    public static IEnumerable<Check> Of(IReadOnlyCollection<ShardNotes> notes)
    {
        if (notes.FirstOrDefault(note => note.Engine.Tf32) is { } fast)
            yield return Check.Warning(
                CheckCodes.Tf32Allowed,
                $"{fast.Engine.Machine} might multiply single-precision numbers as TF32: they have 10 bits of mantissa, not 23. "
                    + "The operator allows it (Bench:Inference:AllowTf32)."
            );
        // A comparison with NaN is no agreement.
        if (
            notes.Where(note => note.Difference is { } difference && !(difference <= Tolerance)).MaxBy(note => note.Difference) is { } other
        )
            yield return Check.Warning(
                CheckCodes.WorkersDisagree,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{other.Engine.Machine} ({other.Engine.Provider}, {other.Engine.InstructionSet}) answered the input that the "
                        + $"inspection used {other.Difference:P0} differently. Either the model does not give one answer to one input, "
                        + $"or a worker computes wrongly."
                )
            );
    }
}
