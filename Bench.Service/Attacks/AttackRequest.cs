using Bench.Data.Datasets;
using Bench.Service.Refusals;

namespace Bench.Service.Attacks;

/// <summary>An attack as somebody asks for it; what is left out gets a default.</summary>
public sealed record AttackRequest
{
    /// <summary>Images of a quick look.</summary>
    public const int DefaultImages = 1_000;

    const int MostEpsilons = 20;

    /// <summary>The model to attack.</summary>
    public required Guid ModelId { get; init; }

    /// <summary>Key of the dataset whose images are moved.</summary>
    public required string Dataset { get; init; }

    /// <summary>What says how far an image was moved: the largest change of a pixel value (linf, the default) or the change's length
    /// (l2).</summary>
    public AttackNorm? Norm { get; init; }

    /// <summary>Largest moves, for pixel values in [0, 1]; 4/255 when absent, 3 for l2.</summary>
    public IReadOnlyList<double>? Epsilons { get; init; }

    /// <summary>pgd (default), apgd-ce, apgd-t, square, or standard: apgd-ce, apgd-t and square one after another.</summary>
    public string? Attack { get; init; }

    /// <summary>What pgd makes larger; crossEntropy when absent.</summary>
    public AttackLoss? Loss { get; init; }

    /// <summary>Steps of one run of an attack by gradient; 10 for pgd, else 100 when absent.</summary>
    public int? Steps { get; init; }

    /// <summary>Answers that square may ask for about each image; 5,000 when absent.</summary>
    public int? Queries { get; init; }

    /// <summary>Runs of pgd and apgd-ce from different starts; 1 when absent.</summary>
    public int? Restarts { get; init; }

    /// <summary>Chooses the images and every random number; 0 when absent.</summary>
    public long? Seed { get; init; }

    /// <summary>Images at most, chosen by the seed; 1,000 when absent.</summary>
    public int? Images { get; init; }

    /// <summary>The attack with every default filled in.</summary>
    /// <exception cref="RefusalException">A number is out of its range, or the attack is not made for what is asked; all of it is
    /// said.</exception>
    public AttackSpec Settle(Dataset dataset)
    {
        var errors = new FieldErrors();
        var norm = Norm ?? AttackNorm.Linf;
        var attack = Attack ?? AttackSpec.Pgd;
        var loss = Loss ?? AttackLoss.CrossEntropy;
        if (!AttackSpec.Names.Contains(attack))
            errors.Add("attack", $"'{attack}' is none of {string.Join(", ", AttackSpec.Names)}");
        if (Loss is not null && attack != AttackSpec.Pgd)
            errors.Add("loss", $"'{attack}' has losses of its own; only pgd takes one");
        var epsilons = Epsilons ?? [norm == AttackNorm.Linf ? 4.0 / 255 : 3];
        var most = norm == AttackNorm.Linf ? 1 : 1_000;
        if (epsilons.Count is 0 or > MostEpsilons || epsilons.Any(epsilon => !(epsilon > 0 && epsilon <= most)))
            errors.Add("epsilons", $"1 to {MostEpsilons} numbers above 0 and up to {most} are wanted; pixel values lie in [0, 1]");
        if (norm == AttackNorm.L2 && attack == AttackSpec.Square)
            errors.Add("norm", "square is made for linf");
        // Of fewer classes the ratio of logits has no divisor.
        if (attack is AttackSpec.ApgdTargeted or AttackSpec.Standard && dataset.ClassSpaceSize < 4)
            errors.Add("attack", $"'{attack}' needs four classes, and '{dataset.Key}' has {dataset.ClassSpaceSize}; ask for pgd or square");
        if (loss == AttackLoss.LogitsRatio && dataset.ClassSpaceSize < 3)
            errors.Add("loss", $"logitsRatio needs three classes, and '{dataset.Key}' has {dataset.ClassSpaceSize}");
        Range("steps", Steps, 1, 10_000);
        Range("queries", Queries, 1, 1_000_000);
        Range("restarts", Restarts, 1, 100);
        Range("images", Images, 1, int.MaxValue);
        errors.ThrowIfAny("attack-invalid", "The attack", "Correct the fields that 'errors' names, or leave them out for the defaults.");
        return new AttackSpec
        {
            Norm = norm,
            Epsilons = [.. epsilons.Distinct().Order()],
            Attack = attack,
            Loss = loss,
            Steps = Steps ?? (attack == AttackSpec.Pgd ? 10 : 100),
            Queries = Queries ?? 5_000,
            Restarts = Restarts ?? 1,
            Seed = Seed ?? 0,
            Images = Images ?? DefaultImages,
        };

        void Range(string field, int? value, int least, int greatest)
        {
            if (value is { } given && (given < least || given > greatest))
                errors.Add(field, $"{given} is not in {least} … {greatest}");
        }
    }
}
