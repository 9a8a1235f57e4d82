using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Several attacks one after another, each on the pictures that the others left.</summary>
internal static class AttackEnsemble
{
    /// <summary>
    /// What corresponds to AutoAttack's standard ensemble: APGD on cross-entropy, APGD towards the nine best other
    /// classes by the ratio of logits, and Square with 5,000 queries. FAB is absent; AutoAttack's authors found that it
    /// adds little to the other three. A model without a gradient gets Square alone, L2 no Square.
    /// </summary>
    public static IReadOnlyList<IAttack> Standard(
        ThreatModel threat,
        bool hasGradient,
        int channels,
        int height,
        int iterations = 100,
        int queries = 5000
    )
    {
        IAttack[] white =
        [
            new AutoProjectedGradient(AttackLoss.CrossEntropy, iterations),
            new AutoProjectedGradient(AttackLoss.LogitsRatio, iterations, Targets: 9),
        ];
        IAttack[] black = [new SquareAttack(queries, Share: 0.8f, channels, height)];
        return [.. hasGradient ? white : [], .. threat.Norm == AttackNorm.Linf ? black : []];
    }

    public static void Run(
        IReadOnlyList<IAttack> attacks,
        AttackedPictures pictures,
        ThreatModel threat,
        long seed,
        CancellationToken cancellationToken
    )
    {
        if (attacks.FirstOrDefault(attack => attack.NeedsGradient && !pictures.Target.HasGradient) is { } impossible)
            throw new ArgumentException(
                $"the attack '{impossible.Name}' needs a gradient, which this model does not have",
                nameof(attacks)
            );
        pictures.LookAtOriginals(cancellationToken);
        foreach (var attack in attacks)
            attack.Run(pictures, threat, seed, cancellationToken);
    }
}
