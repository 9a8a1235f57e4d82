namespace Bench.Service.Attacks;

/// <summary>An attack as it is asked for, nothing left open. What it says decides every number of the result.</summary>
public sealed record AttackSpec
{
    public const string Pgd = "pgd",
        ApgdCrossEntropy = "apgd-ce",
        ApgdTargeted = "apgd-t",
        Square = "square",
        Standard = "standard";

    /// <summary>Names of attacks that can be asked for.</summary>
    public static readonly IReadOnlyList<string> Names = [Pgd, ApgdCrossEntropy, ApgdTargeted, Square, Standard];

    public required AttackNorm Norm { get; init; }

    /// <summary>Largest moves, rising, in units of pixel values in [0, 1].</summary>
    public required IReadOnlyList<double> Epsilons { get; init; }

    /// <summary>pgd, apgd-ce, apgd-t, square or standard.</summary>
    public required string Attack { get; init; }

    /// <summary>What PGD climbs; the other attacks have losses of their own.</summary>
    public AttackLoss Loss { get; init; }

    /// <summary>Steps of one run of an attack by gradient.</summary>
    public required int Steps { get; init; }

    /// <summary>Answers that Square may ask for, for each image and ε.</summary>
    public required int Queries { get; init; }

    /// <summary>Runs of an untargeted attack by gradient from different starts.</summary>
    public required int Restarts { get; init; }

    public required long Seed { get; init; }

    /// <summary>Most images.</summary>
    public required int Images { get; init; }
}
