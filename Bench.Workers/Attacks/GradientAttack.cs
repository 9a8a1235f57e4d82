using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Common parts of attacks by gradient: a loss, targets, restarts, and the state of the images that are not
/// misled yet.</summary>
/// <param name="Loss">The loss to climb.</param>
/// <param name="Iterations">Steps of one run.</param>
/// <param name="Restarts">Runs from different starts, or, with targets, ignored.</param>
/// <param name="Targets">0 for an untargeted attack, else the number of best other classes to aim at, one run
/// each.</param>
internal abstract record GradientAttack(AttackLoss Loss, int Iterations, int Restarts, int Targets) : IAttack
{
    public abstract string Name { get; }

    public bool NeedsGradient => true;

    protected string Suffix =>
        (
            Loss switch
            {
                AttackLoss.CrossEntropy => "ce",
                AttackLoss.Margin => "margin",
                AttackLoss.ProbabilityMargin => "pm",
                _ => "dlr",
            }
        ) + (Targets > 0 ? "-t" : "");

    public void Run(AttackedPictures pictures, ThreatModel threat, long seed, CancellationToken cancellationToken)
    {
        // The ratio divides by what lies between the best and the third class, towards a target also the fourth.
        if (Loss == AttackLoss.LogitsRatio && pictures.Target.Classes < (Targets > 0 ? 4 : 3))
            throw new ArgumentException(
                $"the attack '{Name}' needs {(Targets > 0 ? 4 : 3)} classes; the model has {pictures.Target.Classes}"
            );
        var runs = Targets > 0 ? Math.Min(Targets, pictures.Target.Classes - 1) : Restarts;
        var ranked = Targets > 0 ? Rank(pictures, runs, cancellationToken) : null;
        for (var run = 0; run < runs; run++)
        {
            int[] images = [.. pictures.Standing];
            if (images.Length == 0)
                return;
            var (number, targets) = (run, new int[images.Length]);
            for (var i = 0; i < images.Length; i++)
                targets[i] = ranked is null ? -1 : ranked[images[i] * runs + number];
            Climb(
                new(pictures, images, targets),
                threat,
                image => SeededRandom.For(seed, pictures.Ids[image], StartOf(number)),
                cancellationToken
            );
        }
    }

    /// <summary>Each attack draws its starts from numbers of its own.</summary>
    int StartOf(int run) => ((int)Loss * 2 + (Targets > 0 ? 1 : 0)) * 1000 + run;

    protected abstract void Climb(
        ClimbState state,
        ThreatModel threat,
        Func<int, SeededRandom> random,
        CancellationToken cancellationToken
    );

    /// <summary>The best other classes of each picture as it is.</summary>
    static int[] Rank(AttackedPictures pictures, int count, CancellationToken cancellationToken)
    {
        var ranked = new int[pictures.Count * count];
        int[] images = [.. pictures.Standing];
        pictures.Look(
            "clean",
            images,
            pictures.Originals,
            images,
            (position, logits) =>
            {
                Span<int> top = stackalloc int[count + 1];
                AttackLosses.Top(logits, top);
                var place = images[position] * count;
                foreach (var candidate in top)
                    if (candidate != pictures.Labels[images[position]] && place < (images[position] + 1) * count)
                        ranked[place++] = candidate;
            },
            cancellationToken
        );
        return ranked;
    }
}
