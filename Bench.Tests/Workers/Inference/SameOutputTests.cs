using Bench.Data.Outcomes;
using Bench.Service.Models;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Evaluations.Scores;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Protocol;

namespace Bench.Tests.Workers.Inference;

/// <summary>What can make one model give two numbers on two machines is switched off, or said.</summary>
public sealed class SameOutputTests
{
    static readonly OpenModel Open = new("model.onnx", ["cuda"], 1, 3, 1000, "heuristic");

    [Fact]
    public void Single_precision_is_not_multiplied_as_tf32_unless_the_operator_allows_it()
    {
        new InferenceOptions().AllowTf32.ShouldBeFalse();
        ExecutionProviders.CudaSettings(Open)["use_tf32"].ShouldBe("0");
        ExecutionProviders.CudaSettings(Open with { AllowTf32 = true })["use_tf32"].ShouldBe("1");
        ChildExecutable.Environment(allowTf32: false)["NVIDIA_TF32_OVERRIDE"].ShouldBe("0");
        ChildExecutable.Environment(allowTf32: true).ShouldNotContainKey("NVIDIA_TF32_OVERRIDE");
        new InferenceOptions { AllowTf32 = true }
            .Open("m", 1)
            .AllowTf32.ShouldBeTrue();
    }

    [Fact]
    public void A_reverse_pass_is_in_single_precision_even_where_the_model_is_not()
    {
        var served = Open with { Providers = ["tensorrt", "cuda", "cpu"], AllowTf32 = true, TensorRtFp16 = true };

        var reverse = AttackSession.InSinglePrecision(served);

        reverse.Providers.ShouldBe(["cuda", "cpu"]);
        ExecutionProviders.CudaSettings(reverse)["use_tf32"].ShouldBe("0");
        ExecutionProviders.TensorRtSettings(reverse)["trt_fp16_enable"].ShouldBe("0");
        AttackSession.InSinglePrecision(served with { AllowTf32 = false }).Providers.ShouldBe(served.Providers);
    }

    [Fact]
    public void Bytes_are_multiplied_exactly_on_every_processor() =>
        ExecutionProviders.SessionSettings["session.x64quantprecision"].ShouldBe("1");

    [Theory]
    [InlineData("cpu", "session.x64quantprecision=1")]
    [InlineData("cuda", "cudnn_conv_algo_search=HEURISTIC session.x64quantprecision=1 use_tf32=0")]
    [InlineData("tensorrt", "cudnn_conv_algo_search=HEURISTIC session.x64quantprecision=1 trt_fp16_enable=0 use_tf32=0")]
    public void The_record_has_every_option_that_can_change_a_number_and_no_other(string provider, string options) =>
        string.Join(' ', ExecutionProviders.Settings(provider, Open)).ShouldBe(options);

    [Fact]
    public void The_instruction_set_is_that_of_this_processor()
    {
        Assert.SkipUnless(File.Exists("/proc/cpuinfo"), "no /proc/cpuinfo to compare with");
        var flags = File.ReadLines("/proc/cpuinfo")
            .First(line => line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal))
            .Split(' ');

        InstructionSets
            .Here.Contains("+vnni", StringComparison.Ordinal)
            .ShouldBe(flags.Contains("avx512_vnni") || flags.Contains("avx_vnni"));
        InstructionSets.Here.StartsWith("avx512", StringComparison.Ordinal).ShouldBe(flags.Contains("avx512bw"));
    }

    [Theory]
    [InlineData(new float[] { 1, 2, 3 }, new float[] { 1, 2, 3 }, 0)]
    [InlineData(new float[] { 0, 2 }, new float[] { 0, 3 }, 0.70710678)]
    [InlineData(new float[] { 5, 5 }, new float[] { 5, 6 }, 0.14142136)]
    [InlineData(new float[] { 1, 2 }, new float[] { 1 }, double.PositiveInfinity)]
    [InlineData(new float[] { 1, 2 }, new float[] { 1, float.NaN }, double.NaN)]
    public void Two_answers_are_as_far_apart_as_their_distance_over_the_spread_of_the_first(
        float[] expected,
        float[] actual,
        double difference
    )
    {
        var found = AnswerSample.Difference(expected, actual);

        if (double.IsFinite(difference))
            found.ShouldBe(difference, 1e-7);
        else
            found.ShouldBe(difference);
    }

    [Fact]
    public void Workers_that_differ_by_rounding_agree_and_by_more_they_do_not()
    {
        EngineChecks.Of([Notes(0.01), Notes(null)]).ShouldBeEmpty();
        var check = EngineChecks.Of([Notes(0.01), Notes(0.31)]).ShouldHaveSingleItem();
        check.Code.ShouldBe(CheckCodes.WorkersDisagree);
        check.Severity.ShouldBe(CheckSeverity.Warning);
        check.Message.ShouldContain("31 %");
        EngineChecks.Of([Notes(double.NaN)]).ShouldHaveSingleItem().Code.ShouldBe(CheckCodes.WorkersDisagree);
        EngineChecks.Of([Notes(0, tf32: true)]).ShouldHaveSingleItem().Code.ShouldBe(CheckCodes.Tf32Allowed);
    }

    static ShardNotes Notes(double? difference, bool tf32 = false) =>
        new([], 100, new EngineRecord("some processor", "cpu", "1.0", "avx2", tf32, ""), difference);
}
