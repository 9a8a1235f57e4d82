using Bench.Tests.Workers.Attacks;

namespace Bench.Tests.EndToEnd;

public sealed partial class AttackFlowTests
{
    /// <summary>Neither the logits themselves, whose cross-entropy is 0, nor the ones and zeros that a Softmax makes of them, nor
    /// independent probabilities that are all 0 or 1.</summary>
    [Fact, Long]
    public async Task A_thousand_times_the_logits_hide_nothing_from_an_attack()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Inference:AttackSlice", "8"));
        using var client = app.WithKey();
        var linear = LinearTarget.Random(6, Classes, Pixels);
        var pictures = Pictures(linear);
        var labels = await ImportAsync(app, client, "squares", pictures);
        int[] exact = [.. Epsilons.Select(epsilon => Exact(linear, pictures, labels, epsilon))];
        var model = await UploadAsync(client, "linear", linear, last: null);
        var large = new LinearTarget([.. linear.Weights.Select(one => 1000 * one)], [.. linear.Bias.Select(one => 1000 * one)], Pixels);
        var plain = Robust(await AttackAsync(client, model, "squares", "apgd-ce"));
        foreach (var (last, attack) in ((string?, string)[])[(null, "apgd-ce"), ("Softmax", "apgd-t"), ("Sigmoid", "apgd-ce")])
        {
            // A sigmoid of large logits gives several classes all, which counts as misled.
            var sharp = await UploadAsync(client, $"sharp {last}", last == "Sigmoid" ? linear : large, last);
            var found = await AttackAsync(client, sharp, "squares", attack);
            found.GetProperty("flags").GetArrayLength().ShouldBe(0, $"{attack} on {last}: {found}");
            // Cross-entropy of a sure model goes for the nearest class alone, which here is better.
            Robust(found)
                .Index()
                .ShouldAllBe(
                    point => point.Item >= exact[point.Index] && point.Item <= (attack == "apgd-t" ? exact : plain)[point.Index],
                    last
                );
        }
    }
}
