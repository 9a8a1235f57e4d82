using Bench.Imaging.Contract;
using Bench.Service.Evaluations;
using Bench.Workers.Evaluations.Doctor;

namespace Bench.Tests.Workers.Evaluations.Doctor;

/// <summary>Advice about channels and normalisation is a doubt of the numbers; about the crop it mostly is advice.</summary>
public sealed class DoctorDoubtTests
{
    [Theory]
    [InlineData("channels", 0.43, 0.66, true)]
    [InlineData("normalisation", 0.50, 0.60, true)]
    [InlineData("normalisation", 0.70, 0.73, false)]
    [InlineData("crop", 0.50, 0.58, false)]
    [InlineData("crop", 0.24, 0.81, true)]
    [InlineData("pictures transposed (height and width exchanged)", 0.50, 0.58, true)]
    public void Other_channels_that_are_far_better_are_told_with_the_numbers(string change, double declared, double better, bool isDoubt)
    {
        var contract = Preprocessing.Default;
        var other = change switch
        {
            "channels" => contract with { ChannelOrder = ChannelOrder.Bgr },
            "normalisation" => contract with { Mean = new(0.5, 0.5, 0.5), Std = new(0.5, 0.5, 0.5) },
            "crop" => contract with { CropPct = 1 },
            _ => contract,
        };
        var advice = new DoctorAdvice(change, PreprocessingJson.Write(other), declared, better, 0.01, 0.5, 1e-9, 200, "Another is better.");

        var doubts = DoctorDoubt.Of(advice, contract).ToList();

        doubts.Count.ShouldBe(isDoubt ? 1 : 0);
        doubts.ShouldAllBe(check => check.Code == "preprocessing-doubtful" && check.Message.StartsWith("Another is better. "));
        DoctorDoubt.Of(null, contract).ShouldBeEmpty();
    }
}
