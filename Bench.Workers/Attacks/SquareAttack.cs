using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Square attack, L∞ (Andriushchenko et al., 2020): random squares at full strength, kept where the margin
/// shrinks. It asks for answers only.</summary>
/// <param name="Queries">Answers for each picture at most: 5,000 in AutoAttack, 10,000 in the paper.</param>
/// <param name="Share">First share of the picture that a square covers: 0.8 in AutoAttack, 0.05 in the paper; it
/// shrinks by a schedule made for 10,000 queries.</param>
/// <param name="Channels">Channels of a picture; the rest are rows and columns of a square one unless
/// <paramref name="Height"/> says otherwise.</param>
/// <param name="Height">Rows of a picture.</param>
/// <param name="ProbabilityMargin">Whether the margin is that of probabilities: an option, without a published
/// reference.</param>
internal sealed record SquareAttack(int Queries, float Share, int Channels, int Height, bool ProbabilityMargin = false) : IAttack
{
    static readonly int[] Halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

    public string Name => ProbabilityMargin ? "square-pm" : "square";

    public bool NeedsGradient => false;

    public void Run(AttackedPictures pictures, ThreatModel threat, long seed, CancellationToken cancellationToken)
    {
        if (threat.Norm != AttackNorm.Linf)
            throw new NotSupportedException("Square attack is made for L∞.");
        var pixels = pictures.Target.Pixels;
        int[] images = [.. pictures.Standing];
        var (best, trial, losses) = (new float[images.Length * pixels], new float[images.Length * pixels], new float[images.Length]);
        var random = Array.ConvertAll(
            images,
            image => SeededRandom.For(seed, pictures.Ids[image], 1_000_000 + (ProbabilityMargin ? 1 : 0))
        );
        Array.Fill(losses, float.PositiveInfinity);
        var scratch = new float[pictures.Target.Classes];
        for (var query = 0; query < Queries; query++)
        {
            int[] rows = [.. Enumerable.Range(0, images.Length).Where(row => !pictures.Fooled[images[row]])];
            if (rows.Length == 0)
                return;
            foreach (var row in rows)
            {
                var original = pictures.Original(images[row]);
                var own = trial.AsSpan(row * pixels, pixels);
                if (query == 0)
                    Stripes(ref random[row], original, threat.Epsilon, own);
                else
                    Square(ref random[row], original, threat.Epsilon, Side(query - 1, own.Length), best.AsSpan(row * pixels, pixels), own);
            }
            pictures.Look(
                Name,
                [.. rows.Select(row => images[row])],
                trial,
                rows,
                (position, logits) =>
                {
                    var (row, label) = (rows[position], pictures.Labels[images[rows[position]]]);
                    var loss = -AttackLosses.Compute(
                        ProbabilityMargin ? AttackLoss.ProbabilityMargin : AttackLoss.Margin,
                        logits,
                        label,
                        -1,
                        scratch
                    );
                    if (loss >= losses[row])
                        return;
                    losses[row] = loss;
                    trial.AsSpan(row * pixels, pixels).CopyTo(best.AsSpan(row * pixels));
                },
                cancellationToken
            );
        }
    }

    /// <summary>The side of the square at a query.</summary>
    internal int Side(int query, int pixels)
    {
        var scheduled = (int)((long)query * 10_000 / Queries);
        // A query beyond the last bound keeps the smallest share.
        var share = Share / (1 << Halvings.Count(bound => scheduled > bound));
        var width = pixels / Channels / Height;
        return Math.Clamp((int)Math.Round(Math.Sqrt(share * pixels / Channels)), 1, Math.Min(Height, width));
    }

    /// <summary>The start: every column of every channel up or down.</summary>
    void Stripes(ref SeededRandom random, ReadOnlySpan<float> original, float epsilon, Span<float> picture)
    {
        var width = original.Length / Channels / Height;
        for (var channel = 0; channel < Channels; channel++)
        for (var x = 0; x < width; x++)
        {
            var change = epsilon * random.NextSign();
            for (var y = 0; y < Height; y++)
                Set(original, picture, (channel * Height + y) * width + x, change, epsilon);
        }
    }

    /// <summary>One square somewhere, each channel of it up or down.</summary>
    void Square(
        ref SeededRandom random,
        ReadOnlySpan<float> original,
        float epsilon,
        int side,
        ReadOnlySpan<float> best,
        Span<float> picture
    )
    {
        var width = original.Length / Channels / Height;
        best.CopyTo(picture);
        var (top, left) = (random.NextInt(Height - side + 1), random.NextInt(width - side + 1));
        for (var channel = 0; channel < Channels; channel++)
        {
            var change = epsilon * random.NextSign();
            for (var y = top; y < top + side; y++)
            for (var x = left; x < left + side; x++)
                Set(original, picture, (channel * Height + y) * width + x, change, epsilon);
        }
    }

    static void Set(ReadOnlySpan<float> original, Span<float> picture, int at, float change, float epsilon) =>
        picture[at] = Math.Clamp(Math.Clamp(original[at] + change, original[at] - epsilon, original[at] + epsilon), 0, 1);
}
