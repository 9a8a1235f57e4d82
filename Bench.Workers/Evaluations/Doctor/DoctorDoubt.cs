using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Service.Evaluations;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>Advice that a reader of the numbers has to know of: the channels or their normalisation seem to be other ones.</summary>
internal static class DoctorDoubt
{
    /// <summary>Of top-1. Another crop or interpolation may be better than the one that the author means; that much comes of pixels that
    /// the model was not trained on.</summary>
    const double Clear = 0.05;

    /// <param name="advice">What the doctor says; null for nothing.</param>
    /// <param name="declared">The contract of the evaluation.</param>
    public static IEnumerable<Check> Of(DoctorAdvice? advice, Preprocessing declared)
    {
        if (
            advice is null
            || advice.AlternativeTop1 - advice.DeclaredTop1 < Clear
            || PreprocessingJson.Read(advice.Preprocessing, out _) is not { } better
            || (better.ChannelOrder, better.ValueRange, better.Mean, better.Std)
                == (declared.ChannelOrder, declared.ValueRange, declared.Mean, declared.Std)
        )
            yield break;
        yield return Check.Warning(CheckCodes.PreprocessingDoubtful, $"{advice.Message} The evaluation ran as declared.");
    }
}
