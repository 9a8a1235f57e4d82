using Bench.Onnx.Model;
using Bench.Service.Attacks;
using Bench.Tests.Onnx.Gradients;
using Bench.Workers.Attacks;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Protocol;

namespace Bench.Tests.Workers.Attacks;

/// <summary>Real half precision and int8 models over photographs, attacked through their float twins and judged on themselves.</summary>
public sealed class RealModelAttackTests
{
    static readonly ThreatModel FourLevels = new(AttackNorm.Linf, 4f / 255);

    [Theory]
    [InlineData("SqueezeNet_fp16")]
    [InlineData("mobilenetv2_int8_static")]
    public void Undefended_models_fall_to_ten_steps_of_three_losses(string name)
    {
        using var model = new RealModel(name);
        using var session = Open(model);
        foreach (var loss in (AttackLoss[])[AttackLoss.CrossEntropy, AttackLoss.Margin, AttackLoss.ProbabilityMargin])
        {
            var pictures = Photographs(model, session, 3);

            AttackEnsemble.Run([new ProjectedGradient(loss)], pictures, FourLevels, seed: 1, TestContext.Current.CancellationToken);

            pictures.FooledBy.Count(attack => attack == "clean").ShouldBeLessThan(3, "some are right before the attack");
            pictures.Standing.ShouldBeEmpty(loss.ToString());
        }
    }

    [Fact]
    public void Square_finds_no_more_than_the_gradient_does()
    {
        using var model = new RealModel("SqueezeNet_fp16");
        using var session = Open(model);
        ThreatModel threat = new(AttackNorm.Linf, 1f / 255);
        var (white, black) = (Photographs(model, session, 3), Photographs(model, session, 3));

        AttackEnsemble.Run([new ProjectedGradient(AttackLoss.Margin)], white, threat, seed: 1, TestContext.Current.CancellationToken);
        AttackEnsemble.Run([new SquareAttack(30, 0.8f, 3, 224)], black, threat, seed: 1, TestContext.Current.CancellationToken);

        black.Standing.Count().ShouldBeGreaterThanOrEqualTo(white.Standing.Count());
    }

    static AttackSession Open(RealModel model) =>
        AttackSession.Open(
            new OpenModel(model.Path, ["cpu"], 1, 0, 0),
            model.Admitted.ImageInput,
            model.Output,
            1000,
            model.Contract,
            batch: 1,
            new OnnxLimits(),
            TestContext.Current.CancellationToken
        );

    static AttackedPictures Photographs(RealModel model, AttackSession session, int count)
    {
        var photographs = model.Photographs(count).ToArray();
        // Rows of red, green and blue become planes.
        float[] originals =
        [
            .. photographs.SelectMany(photograph =>
                Enumerable
                    .Range(0, 3)
                    .SelectMany(channel =>
                        Enumerable.Range(0, photograph.Crop.Length / 3).Select(pixel => photograph.Crop[3 * pixel + channel] / 255f)
                    )
            ),
        ];
        return new(
            session,
            originals,
            [.. photographs.Select(photograph => photograph.Label)],
            [.. Enumerable.Range(0, count).Select(i => (long)i)],
            chunk: 1
        );
    }
}
