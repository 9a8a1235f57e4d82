namespace Bench.Service.Evaluations;

/// <summary>Another contract is clearly better on a sample. Advice only: the evaluation ran as declared.</summary>
/// <param name="Change">What differs from the declared contract.</param>
/// <param name="Preprocessing">The better contract as JSON, ready for a manifest.</param>
/// <param name="DeclaredTop1">Accuracy on the sample as declared, a fraction.</param>
/// <param name="AlternativeTop1">Accuracy on the sample with the change.</param>
/// <param name="GainLow">Lower end of the paired 95 % interval of the gain.</param>
/// <param name="GainHigh">Upper end of it.</param>
/// <param name="P">McNemar's exact p-value, corrected by Holm over all alternatives tried.</param>
/// <param name="Images">Images of the sample.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record DoctorAdvice(
    string Change,
    string Preprocessing,
    double DeclaredTop1,
    double AlternativeTop1,
    double GainLow,
    double GainHigh,
    double P,
    int Images,
    string Message
);
