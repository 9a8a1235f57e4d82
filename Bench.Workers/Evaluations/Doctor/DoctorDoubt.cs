using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Service.Evaluations;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>Advice that a reader of the numbers has to know of: the channels or their normalisation seem to be other ones.</summary>
internal static class DoctorDoubt
{
    /// <summary>A difference of top-1 that comes of pixels that the model was not trained on.</summary>
    const double Clear = 0.05;

    /// <summary>Another crop or interpolation may be somewhat better than the one that the author means, but not by so much.</summary>
    const double ClearOfCrop = 0.1;

    /// <param name="advice">What the doctor says; null for nothing.</param>
    /// <param name="declared">The contract of the evaluation.</param>
    public static IEnumerable<Check> Of(DoctorAdvice? advice, Preprocessing declared)
    {
        if (advice is null || PreprocessingJson.ReadStored(advice.Preprocessing, out _) is not { } better)
            yield break;
        // Other pixels than a contract can ask for come with the declared one.
        var isCrop =
            (better.ChannelOrder, better.ValueRange, better.Mean, better.Std)
                == (declared.ChannelOrder, declared.ValueRange, declared.Mean, declared.Std)
            && better != declared;
        if (advice.AlternativeTop1 - advice.DeclaredTop1 < (isCrop ? ClearOfCrop : Clear))
            yield break;
        yield return Check.Warning(CheckCodes.PreprocessingDoubtful, $"{advice.Message} The evaluation ran as declared.");
    }
}
