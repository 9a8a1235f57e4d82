using Bench.Data.Damages;

namespace Bench.Workers.Verification;

/// <summary>One thing that is not what it was.</summary>
/// <param name="Subject">A blob's key, a picture as <c>dataset/path</c>, an entry or head of the log, or a row of the
/// board.</param>
/// <param name="Code">As an evaluation that met it would say.</param>
/// <param name="Message">In a sentence.</param>
public sealed record DamagedThing(string Subject, string Code, string Message)
{
    internal static DamagedThing Of(DamageException damage) => new(damage.Subject, damage.Failure.Code, damage.Failure.Message);
}
