using Bench.Imaging.Contract;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Tests.Workers.Inference;

public sealed class CageTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("rlimits")]
    public async Task A_real_model_opens_and_answers_in_the_cage(string level)
    {
        var model = SharedFolder.Require("models/mobilenetv2_int8_static.onnx");
        var cage = new ModelCage(new InferenceOptions { Cage = level });
        var folder = Path.GetDirectoryName(model)!;

        await using var child = cage.Start(folder, folder, TimeSpan.FromMinutes(5));
        var opened = await child.AskAsync<ModelOpened>(
            new OpenModel(child.Inside(model), ["cuda", "cpu"], 2, 0, 0),
            Patience.Deadline,
            TestContext.Current.CancellationToken
        );
        var probed = await child.AskAsync<OutputsProbed>(
            new ProbeOutputs("input", TensorLayout.Nchw, 2, 224, 224),
            Patience.Deadline,
            TestContext.Current.CancellationToken
        );

        opened.Provider.ShouldBe("cpu");
        opened.Warnings.ShouldHaveSingleItem().ShouldContain("cuda");
        probed.Outputs.ShouldHaveSingleItem().Dimensions.ShouldBe([2L, 1000L]);
    }

    [Fact]
    public async Task A_worker_that_insists_on_a_gpu_and_has_none_refuses_with_a_code_of_its_own()
    {
        Assert.SkipWhen(HasGpu, "there is a GPU");
        var model = SharedFolder.Require("models/mobilenetv2_int8_static.onnx");
        var options = new InferenceOptions { Providers = ["tensorrt", "cuda"] };
        await using var child = new ModelCage(options).Start(
            Path.GetDirectoryName(model)!,
            Path.GetDirectoryName(model)!,
            TimeSpan.FromMinutes(5)
        );

        var failure = await Should.ThrowAsync<FailureException>(() =>
            child.AskAsync<ModelOpened>(options.Open(child.Inside(model), 1), Patience.Deadline, TestContext.Current.CancellationToken)
        );

        failure.Failure.Code.ShouldBe("provider-missing");
        failure.Failure.Message.ShouldContain("tensorrt");
        failure.Failure.Message.ShouldContain("cuda");
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("tensorrt")]
    public async Task A_real_model_runs_on_the_gpu_through_pinned_memory(string provider)
    {
        Assert.SkipUnless(HasGpu, "no GPU, or a build without it (-p:OnnxRuntimeGpu=true)");
        var model = SharedFolder.Require("models/SqueezeNet_fp16.onnx");
        var options = new InferenceOptions
        {
            Providers = [provider],
            TensorRtFp16 = true,
            DeviceMemoryBytes = 2L << 30,
        };
        await using var child = new ModelCage(options).Start(
            Path.GetDirectoryName(model)!,
            Path.GetDirectoryName(model)!,
            TimeSpan.FromMinutes(5)
        );

        var opened = await child.AskAsync<ModelOpened>(
            options.Open(child.Inside(model), 1),
            Patience.Deadline,
            TestContext.Current.CancellationToken
        );
        var probed = await child.AskAsync<OutputsProbed>(
            new ProbeOutputs("data_0", TensorLayout.Nchw, 1, 224, 224),
            Patience.Deadline,
            TestContext.Current.CancellationToken
        );

        opened.Provider.ShouldBe(provider);
        opened.Warnings.ShouldBeEmpty();
        probed.Outputs.ShouldHaveSingleItem().Dimensions.ShouldBe([1L, 1000L, 1L, 1L]);
    }

    static bool HasGpu =>
        File.Exists("/dev/nvidia0")
        && File.Exists(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libonnxruntime_providers_cuda.so"));
}
