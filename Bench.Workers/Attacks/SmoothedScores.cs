using System.Numerics.Tensors;
using Bench.Metrics.Conformal;
using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Nonconformity scores of an image's classes, in [0, 1], over Gaussian noise.</summary>
/// <param name="target">The classifier.</param>
/// <param name="spec">Score, noise and draws.</param>
/// <param name="seed">Of the whole run.</param>
/// <param name="chunk">Pictures that the target is asked about at once.</param>
internal sealed class SmoothedScores(IAttackTarget target, RobustConformalSpec spec, long seed, int chunk)
{
    /// <summary>Where the draws get their random numbers.</summary>
    const int NoisePart = 5_000_000,
        HoldoutPart = 5_000_001,
        UniformPart = 5_000_002;

    readonly NoisyPictures _noisy = new(target, spec.Sigma, chunk);

    /// <summary>The label's score in one noisy copy.</summary>
    /// <param name="picture">In [0, 1].</param>
    /// <param name="image">Its number: random choices hang on it.</param>
    /// <param name="label">Place of its class.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public double Once(ReadOnlySpan<float> picture, long image, int label, CancellationToken cancellationToken)
    {
        var (u, scores) = (Uniform(image), new double[target.Classes]);
        _noisy.Ask(picture, SeededRandom.For(seed, image, HoldoutPart), 1, logits => Fill(logits, u, scores), cancellationToken);
        return scores[label];
    }

    /// <summary>Mean of every class's score over the draws, and its variance, Σ (s − mean)² / (n − 1).</summary>
    /// <param name="picture">In [0, 1].</param>
    /// <param name="image">Its number: random choices hang on it.</param>
    /// <param name="transform">Spreads each draw's scores; null leaves them as they are.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public (double[] Means, double[] Variances) Over(
        ReadOnlySpan<float> picture,
        long image,
        PostTrainingTransform? transform,
        CancellationToken cancellationToken
    )
    {
        var (u, scores) = (Uniform(image), new double[target.Classes]);
        var (means, squares, drawn) = (new double[target.Classes], new double[target.Classes], 0);
        _noisy.Ask(
            picture,
            SeededRandom.For(seed, image, NoisePart),
            spec.Samples,
            logits =>
            {
                Fill(logits, u, scores);
                drawn++;
                // Welford, 1962: a variance of scores that hardly differ keeps its digits.
                for (var i = 0; i < scores.Length; i++)
                {
                    var score = transform?.Apply(scores[i]) ?? scores[i];
                    var off = score - means[i];
                    means[i] += off / drawn;
                    squares[i] += off * (score - means[i]);
                }
            },
            cancellationToken
        );
        return (means, Array.ConvertAll(squares, square => square / (spec.Samples - 1)));
    }

    double Uniform(long image) => SeededRandom.For(seed, image, UniformPart).NextSingle();

    /// <summary>Scores of one answer. A model that answers with no number finds every class as strange as can
    /// be.</summary>
    void Fill(ReadOnlySpan<float> logits, double u, double[] scores)
    {
        var (max, sum) = ((double)TensorPrimitives.Max(logits), 0.0);
        for (var i = 0; i < scores.Length; i++)
            sum += scores[i] = Math.Exp(logits[i] - max);
        if (!double.IsFinite(sum))
        {
            Array.Fill(scores, 1);
            return;
        }
        for (var i = 0; i < scores.Length; i++)
            scores[i] /= sum;
        if (spec.Score == ConformalScore.Lac)
        {
            for (var i = 0; i < scores.Length; i++)
                scores[i] = 1 - scores[i];
            return;
        }
        // Equal probabilities rank by class.
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(place => scores[place])];
        var before = 0.0;
        foreach (var place in order)
        {
            var probability = scores[place];
            scores[place] = Math.Min(1, before + u * probability);
            before += probability;
        }
    }
}
