using Bench.Workers.Imaging;
using Bench.Workers.Inference;
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
        var cage = new Cage(new InferenceOptions { Cage = level });
        var folder = Path.GetDirectoryName(model)!;

        await using var child = cage.Start(folder, folder, TimeSpan.FromMinutes(5));
        var opened = await child.AskAsync<ModelOpened>(new OpenModel(child.Inside(model), ["cuda", "cpu"], 2, 0, 0), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        var probed = await child.AskAsync<OutputsProbed>(new ProbeOutputs("input", TensorLayout.Nchw, 2, 224, 224), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        opened.Provider.ShouldBe("cpu");
        opened.Warnings.ShouldHaveSingleItem().ShouldContain("cuda");
        probed.Outputs.ShouldHaveSingleItem().Dimensions.ShouldBe([2L, 1000L]);
    }
}
