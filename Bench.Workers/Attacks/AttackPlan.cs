using Bench.Service.Attacks;
using Bench.Service.Work;

namespace Bench.Workers.Attacks;

/// <summary>From what was asked for to attacks that are run one after another.</summary>
internal static class AttackPlan
{
    const int Channels = 3;

    /// <summary>First share of the picture that a square of Square covers, AutoAttack's.</summary>
    const float SquareShare = 0.8f;

    /// <summary>Best other classes that a targeted attack aims at, AutoAttack's.</summary>
    const int Targets = 9;

    /// <param name="spec">What was asked for.</param>
    /// <param name="missing">What rules out a gradient; empty where there is one. Without a gradient Square stands in
    /// for any attack.</param>
    /// <param name="height">Rows of a picture.</param>
    /// <exception cref="FailureException">There is no gradient, and Square is not made for the norm.</exception>
    public static IReadOnlyList<IAttack> Of(AttackSpec spec, IReadOnlyList<string> missing, int height)
    {
        var square = new SquareAttack(spec.Queries, SquareShare, Channels, height);
        if (missing.Count > 0)
            return spec.Norm == AttackNorm.Linf
                ? [square]
                : throw new FailureException(
                    "attack-without-gradient",
                    $"The model has no gradient ({string.Join(", ", missing)}), and Square, which needs none, is made for linf alone.",
                    "Ask for norm linf, or export the model with other operators."
                );
        return spec.Attack switch
        {
            AttackSpec.Pgd => [new ProjectedGradient(spec.Loss, spec.Steps, spec.Restarts, StepShare: Math.Min(1, 2.5f / spec.Steps))],
            AttackSpec.ApgdCrossEntropy => [new AutoProjectedGradient(AttackLoss.CrossEntropy, spec.Steps, spec.Restarts)],
            AttackSpec.ApgdTargeted => [new AutoProjectedGradient(AttackLoss.LogitsRatio, spec.Steps, Targets: Targets)],
            AttackSpec.Square => [square],
            _ => AttackEnsemble.Standard(
                new ThreatModel(spec.Norm, (float)spec.Epsilons[0]),
                hasGradient: true,
                Channels,
                height,
                spec.Steps,
                spec.Queries
            ),
        };
    }
}
