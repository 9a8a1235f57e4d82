using System.Globalization;
using Bench.Service.Refusals;

namespace Bench.Service.Attacks;

/// <summary>An attack as somebody asks for it; what is left out gets a default.</summary>
public sealed record AttackRequest
{
    /// <summary>Images of a quick look.</summary>
    public const int DefaultImages = 1_000;

    const int MostEpsilons = 20;

    /// <summary>What still moves a pixel value of single precision.</summary>
    const double LeastEpsilon = 1e-6;

    /// <summary>The same for a length that many thousand pixel values share.</summary>
    const double LeastLength = 1e-3;

    /// <summary>Radii at which Cohen et al. tell accuracies.</summary>
    static readonly double[] Radii = [0.25, 0.5, 0.75, 1, 1.5, 2, 3];

    /// <summary>The model to attack.</summary>
    public required Guid ModelId { get; init; }

    /// <summary>Key of the dataset whose images are moved.</summary>
    public required string Dataset { get; init; }

    /// <summary>What says how far an image was moved: the largest change of a pixel value (linf, the default) or the
    /// change's length (l2).</summary>
    public AttackNorm? Norm { get; init; }

    /// <summary>Largest moves, for pixel values in [0, 1]; 4/255 when absent, 3 for l2. For smoothing the radii at
    /// which accuracy is told, 0.25 to 3 when absent; for robust-conformal those that sets are made for, half of its
    /// sigma when absent.</summary>
    public IReadOnlyList<double>? Epsilons { get; init; }

    /// <summary>pgd (default), apgd-ce, apgd-t, square, or standard: apgd-ce, apgd-t and square one after another.
    /// ordered seeks the smallest move that gives the model's best classes a certain order. smoothing and
    /// robust-conformal certify instead of attacking.</summary>
    [KnownAttack]
    public string? Attack { get; init; }

    /// <summary>What pgd makes larger; crossEntropy when absent.</summary>
    public AttackLoss? Loss { get; init; }

    /// <summary>Steps of one run of an attack by gradient; 10 for pgd, 60 for ordered, else 100 when absent.</summary>
    public int? Steps { get; init; }

    /// <summary>Answers that square may ask for about each image; 5,000 when absent.</summary>
    public int? Queries { get; init; }

    /// <summary>Runs of pgd and apgd-ce from different starts; 1 when absent.</summary>
    public int? Restarts { get; init; }

    /// <summary>What ordered aims at; orders of 1, 5 and 10 classes drawn by the seed when absent.</summary>
    public OrderedRequest? Ordered { get; init; }

    /// <summary>How robust-conformal makes prediction sets.</summary>
    public RobustConformalRequest? Conformal { get; init; }

    /// <summary>Standard deviation of smoothing's noise, for pixel values in [0, 1]; 0.25 when absent.</summary>
    public double? Sigma { get; init; }

    /// <summary>Noisy pictures by which smoothing chooses an image's class; 100 when absent.</summary>
    public int? Selection { get; init; }

    /// <summary>Noisy pictures by which smoothing bounds the class's share; 1,000 when absent.</summary>
    public int? Samples { get; init; }

    /// <summary>Probability that smoothing's certificate of an image is false, at most; 0.001 when absent.</summary>
    public double? Alpha { get; init; }

    /// <summary>Chooses the images and every random number; 0 when absent.</summary>
    public long? Seed { get; init; }

    /// <summary>Images at most, chosen by the seed; when absent all of the list, 1,000 where there is none.</summary>
    public int? Images { get; init; }

    /// <summary>Key of a list of images (a label set of format image-list) that they are chosen from. When absent the
    /// dataset's list 'attack-images', where it has one; 'none' for all images.</summary>
    public string? List { get; init; }

    /// <summary>The attack with every default filled in.</summary>
    /// <param name="ground">What it is made on.</param>
    /// <exception cref="RefusalException">A number is out of its range, or the attack is not made for what is asked;
    /// all of it is said.</exception>
    public AttackSpec Settle(AttackGround ground)
    {
        var errors = new FieldErrors();
        var attack = Attack ?? AttackSpec.Pgd;
        var smoothing = attack == AttackSpec.RandomisedSmoothing ? Smoothing(errors) : null;
        var ordered = attack == AttackSpec.OrderedTopK ? (Ordered ?? new()).Settle(ground.Classes, errors) : null;
        var conformal =
            attack == AttackSpec.RobustConformal ? (Conformal ?? new()).Settle(Math.Min(ImagesOf(ground), ground.Images), errors) : null;
        var plain = smoothing is null && ordered is null && conformal is null;
        var norm = Norm ?? (plain ? AttackNorm.Linf : AttackNorm.L2);
        var loss = Loss ?? AttackLoss.CrossEntropy;
        if (!AttackSpec.Names.Contains(attack))
            errors.Add("attack", $"'{attack}' is not one of {string.Join(", ", AttackSpec.Names)}");
        if (Loss is not null && attack != AttackSpec.Pgd)
            errors.Add("loss", $"'{attack}' has losses of its own; only pgd takes one");
        IReadOnlyList<double> usual =
            smoothing is not null ? Radii
            : conformal is not null ? [conformal.Sigma / 2]
            : [norm == AttackNorm.Linf ? 4.0 / 255 : 3];
        var epsilons = ordered is not null ? [] : Epsilons ?? usual;
        var most = norm == AttackNorm.Linf && plain ? 1 : 1_000;
        var least = norm == AttackNorm.L2 && plain ? LeastLength : LeastEpsilon;
        if (ordered is not null && Epsilons is not null)
            errors.Add("epsilons", "ordered seeks the smallest move and takes no bound");
        if (ordered is null && (epsilons.Count is 0 or > MostEpsilons || epsilons.Any(epsilon => !(epsilon >= least && epsilon <= most))))
            errors.Add(
                "epsilons",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"1 to {MostEpsilons} numbers from {least:0.######} to {most} are expected; pixel values lie in [0, 1]"
                )
            );
        if (norm == AttackNorm.L2 && attack == AttackSpec.Square)
            errors.Add("norm", "square is made for linf");
        if (norm == AttackNorm.Linf && !plain)
            errors.Add("norm", ordered is null ? $"{attack} certifies l2" : "ordered seeks the smallest move in l2");
        if (Ordered is not null && ordered is null)
            errors.Add("ordered", "belongs to the attack 'ordered'");
        if (Conformal is not null && conformal is null)
            errors.Add("conformal", "belongs to 'robust-conformal'");
        if (smoothing is null)
            Foreign("belongs to smoothing", ("sigma", Sigma), ("selection", Selection), ("samples", Samples), ("alpha", Alpha));
        if (!plain)
            Foreign($"belongs to other attacks; {attack} takes none", ("queries", Queries), ("restarts", Restarts));
        if (!plain && ordered is null)
            Foreign($"belongs to attacks; {attack} takes none", ("steps", Steps));
        if (AttackSpec.ClassesFor(attack, AttackLoss.CrossEntropy) is var ofAttack && ground.Classes.Count < ofAttack)
            errors.Add(
                "attack",
                $"'{attack}' needs {ofAttack} classes, and '{ground.Dataset}' has {ground.Classes.Count}; ask for pgd, apgd-ce or square"
            );
        if (AttackSpec.ClassesFor(AttackSpec.Pgd, loss) is var ofLoss && ground.Classes.Count < ofLoss)
            errors.Add("loss", $"logitsRatio needs {ofLoss} classes, and '{ground.Dataset}' has {ground.Classes.Count}");
        Range("steps", Steps, 1, 10_000);
        Range("queries", Queries, 1, 1_000_000);
        Range("restarts", Restarts, 1, 100);
        Range("images", Images, 1, int.MaxValue);
        errors.ThrowIfAny("attack-invalid", "The attack", "Correct the fields that 'errors' names, or leave them out for the defaults.");
        var steps =
            Steps is { } given ? given
            : attack == AttackSpec.Pgd ? 10
            : ordered is not null ? 60
            : plain ? 100
            : 0;
        return new AttackSpec
        {
            Norm = norm,
            Epsilons = [.. epsilons.Distinct().Order()],
            Attack = attack,
            Loss = loss,
            Steps = steps,
            Queries =
                smoothing is not null ? smoothing.Selection + smoothing.Samples
                : ordered is not null ? ordered.TopK.Count * ordered.Rounds * (steps + 1)
                : conformal is not null ? conformal.Samples
                : Queries ?? 5_000,
            Restarts = plain ? Restarts ?? 1 : 0,
            Seed = Seed ?? 0,
            Images = ImagesOf(ground),
            List = ground.List,
            Smoothing = smoothing,
            Ordered = ordered,
            Conformal = conformal,
        };

        void Foreign(string why, params ReadOnlySpan<(string Field, double? Value)> fields)
        {
            foreach (var (field, value) in fields)
                if (value is not null)
                    errors.Add(field, why);
        }

        void Range(string field, int? value, int least, int greatest)
        {
            if (value is { } given && (given < least || given > greatest))
                errors.Add(field, $"{given} is not in {least} … {greatest}");
        }
    }

    int ImagesOf(AttackGround ground) => Images ?? ground.List?.Images ?? DefaultImages;

    SmoothingSpec Smoothing(FieldErrors errors)
    {
        var made = new SmoothingSpec(Sigma ?? 0.25, Selection ?? 100, Samples ?? 1_000, Alpha ?? 0.001);
        if (!(made.Sigma > 0 && made.Sigma <= 10))
            errors.Add("sigma", string.Create(CultureInfo.InvariantCulture, $"{made.Sigma} is not above 0 and up to 10"));
        if (made.Selection is < 1 or > 100_000)
            errors.Add("selection", string.Create(CultureInfo.InvariantCulture, $"{made.Selection} is not in 1 … 100,000"));
        if (made.Samples is < 1 or > 1_000_000)
            errors.Add("samples", string.Create(CultureInfo.InvariantCulture, $"{made.Samples} is not in 1 … 1,000,000"));
        if (!(made.Alpha > 0 && made.Alpha <= 0.5))
            errors.Add("alpha", string.Create(CultureInfo.InvariantCulture, $"{made.Alpha} is not above 0 and up to 0.5"));
        else if (made.Samples >= 1 && made.Sigma > 0 && made.Reach == 0)
            errors.Add(
                "samples",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{made.Samples} cannot show a share above one half at alpha {made.Alpha}, so nothing could be certified"
                )
            );
        return made;
    }
}
