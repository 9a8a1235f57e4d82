namespace Bench.Data.Access;

/// <summary>What a key may use so much of in a day or a month.</summary>
public enum Allowance
{
    /// <summary>Models uploaded, those included that are refused.</summary>
    Attempt,

    /// <summary>Evaluations asked for, predictions-only ones, attacks and audits included.</summary>
    Evaluation,

    /// <summary>Seconds that a device worked.</summary>
    DeviceSecond,
}
