using Bench.Service.Attacks;
using Bench.Workers.Attacks;

namespace Bench.Benchmarks.Attacks;

/// <summary>Attacks on the real models over photographs: three losses of PGD, and Square compared with PGD.</summary>
internal static class AttackCommand
{
    /// <param name="data">Folder of the models and photographs.</param>
    /// <param name="images">Photographs.</param>
    /// <param name="queries">Of Square.</param>
    public static void Run(string data, int images, int queries)
    {
        foreach (var name in AttackedModel.Names)
        {
            var model = new AttackedModel(data, name);
            using var session = model.Open();
            ThreatModel four = new(AttackNorm.Linf, 4f / 255),
                one = new(AttackNorm.Linf, 1f / 255);
            foreach (var loss in (AttackLoss[])[AttackLoss.CrossEntropy, AttackLoss.Margin, AttackLoss.ProbabilityMargin])
                Say(name, "4/255", Attacked(model, session, images, four, new ProjectedGradient(loss)), $"PGD-10, {loss}");
            var white = Attacked(model, session, images, one, new ProjectedGradient(AttackLoss.Margin));
            var black = Attacked(model, session, images, one, new SquareAttack(queries, 0.8f, 3, 224));
            Say(name, "1/255", white, "PGD-10, Margin");
            Say(name, "1/255", black, $"Square, {queries} queries");
            var below = Enumerable.Range(0, images).Count(i => black.Fooled[i] && !white.Fooled[i]);
            Console.WriteLine($"| {name} | 1/255 | images that Square misled and PGD did not | {below} |");
        }
    }

    static AttackedPictures Attacked(
        AttackedModel model,
        Workers.Inference.Child.AttackSession session,
        int images,
        ThreatModel threat,
        IAttack attack
    )
    {
        var pictures = model.Pictures(session, images);
        AttackEnsemble.Run([attack], pictures, threat, seed: 1, CancellationToken.None);
        return pictures;
    }

    static void Say(string name, string epsilon, AttackedPictures pictures, string attack) =>
        Console.WriteLine(
            $"| {name} | {epsilon} | {attack} | {pictures.Count - pictures.FooledBy.Count(each => each == "clean")} → "
                + $"{pictures.Standing.Count()} of {pictures.Count} |"
        );
}
