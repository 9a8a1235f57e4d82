using System.Text.Json.Serialization;

namespace Bench.Service.Attacks;

/// <summary>An attack as it is asked for, nothing left open. What it says decides every number of the result.</summary>
public sealed record AttackSpec
{
    public const string Pgd = "pgd",
        ApgdCrossEntropy = "apgd-ce",
        ApgdTargeted = "apgd-t",
        Square = "square",
        Standard = "standard",
        OrderedTopK = "ordered",
        RandomisedSmoothing = "smoothing",
        RobustConformal = "robust-conformal";

    /// <summary>Names of attacks that can be asked for, and of certificates.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        Pgd,
        ApgdCrossEntropy,
        ApgdTargeted,
        Square,
        Standard,
        OrderedTopK,
        RandomisedSmoothing,
        RobustConformal,
    ];

    public required AttackNorm Norm { get; init; }

    /// <summary>Largest moves, rising, in units of pixel values in [0, 1]; for a certificate the radii at which
    /// accuracy is told; none of an ordered attack.</summary>
    public required IReadOnlyList<double> Epsilons { get; init; }

    /// <summary>pgd, apgd-ce, apgd-t, square, standard or ordered; smoothing and robust-conformal certify instead of
    /// attacking.</summary>
    [KnownAttack]
    public required string Attack { get; init; }

    /// <summary>What PGD climbs; the other attacks have losses of their own.</summary>
    public AttackLoss Loss { get; init; }

    /// <summary>Steps of one run of an attack by gradient; 0 for a certificate.</summary>
    public required int Steps { get; init; }

    /// <summary>Answers that Square may ask for, for each image and ε; those of a certificate or an ordered attack
    /// about an image.</summary>
    public required int Queries { get; init; }

    /// <summary>Runs of an untargeted attack by gradient from different starts.</summary>
    public required int Restarts { get; init; }

    public required long Seed { get; init; }

    /// <summary>Most images.</summary>
    public required int Images { get; init; }

    /// <summary>The list that images are chosen from; null for all of the dataset.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AttackList? List { get; init; }

    /// <summary>How a certificate is made; null for an attack.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SmoothingSpec? Smoothing { get; init; }

    /// <summary>What an ordered attack aims at; null for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderedSpec? Ordered { get; init; }

    /// <summary>How robust prediction sets are made; null for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RobustConformalSpec? Conformal { get; init; }

    /// <summary>Whether ε bounds moves that mislead the model; otherwise something else is sought, by images that stand
    /// for themselves.</summary>
    [JsonIgnore]
    public bool IsPlain => Smoothing is null && Ordered is null && Conformal is null;

    /// <summary>Whether a moved picture, rounded to bytes, may be further away than ε: in L∞ where more than half a level is
    /// left over (up to a hundredth of one is how ε was rounded), in L2 always.</summary>
    [JsonIgnore]
    public bool BytesMayExceed => Norm == AttackNorm.L2 || Epsilons.Any(epsilon => Math.Round(255 * epsilon) - 255 * epsilon > 0.01);

    /// <summary>Classes that an attack needs: of fewer the ratio of logits has no divisor.</summary>
    public static int ClassesFor(string attack, AttackLoss loss) =>
        attack is ApgdTargeted or Standard ? 4
        : loss == AttackLoss.LogitsRatio ? 3
        : 2;

    /// <summary>Why this cannot be made among some classes, as a sentence; null where it can. What is asked for now can
    /// be: versions that did not look have accepted other things, which may still wait.</summary>
    /// <param name="classes">Those that are told apart.</param>
    public string? WhyNotAmong(IReadOnlyList<int> classes)
    {
        var least = Ordered is { Classes: null } drawn ? drawn.TopK[^1] + 1 : ClassesFor(Attack, Loss);
        if (classes.Count < least)
            return $"What was asked for needs {least} classes, and the dataset tells {classes.Count} apart.";
        return Ordered?.Classes?.Except(classes).ToList() is [var foreign, ..]
            ? $"Class {foreign} of the order is not one of the {classes.Count} classes that the dataset tells apart."
            : null;
    }
}
