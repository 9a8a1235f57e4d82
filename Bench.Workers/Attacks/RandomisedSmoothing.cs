using System.Numerics.Tensors;
using Bench.Metrics.Statistics;
using Bench.Service.Attacks;

namespace Bench.Workers.Attacks;

/// <summary>Certificates by randomised smoothing (Cohen, Rosenfeld and Kolter, 2019): the class that the model gives
/// most often to a picture with Gaussian noise, and how far the picture may be moved before that changes.</summary>
/// <remarks>Noisy pictures leave [0, 1]; what a model that takes bytes makes of them is part of the model. The noise of
/// an image depends on the seed and its number alone.</remarks>
internal static class RandomisedSmoothing
{
    /// <summary>Where the two draws get their random numbers.</summary>
    const int SelectionPart = 2_000_000,
        EstimationPart = 2_000_001;

    /// <param name="target">The classifier.</param>
    /// <param name="picture">In [0, 1].</param>
    /// <param name="image">Its number: random choices hang on it.</param>
    /// <param name="spec">Noise and draws.</param>
    /// <param name="seed">Of the whole run.</param>
    /// <param name="chunk">Pictures that the target is asked about at once.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public static Certificate Certify(
        IAttackTarget target,
        ReadOnlySpan<float> picture,
        long image,
        SmoothingSpec spec,
        long seed,
        int chunk,
        CancellationToken cancellationToken
    )
    {
        var noisy = new NoisyPictures(target, spec.Sigma, chunk);
        var first = Votes(SelectionPart, spec.Selection, picture);
        // Equal votes go to the smaller class.
        var best = Array.IndexOf(first, first.Max());
        // The class must be chosen by other pictures than those that bound its share.
        var votes = Votes(EstimationPart, spec.Samples, picture)[best];
        var bound = ClopperPearson.Lower(votes, spec.Samples, spec.Alpha);
        return new(best, votes, bound, spec.RadiusOf(bound));

        int[] Votes(int part, int count, ReadOnlySpan<float> picture)
        {
            var votes = new int[target.Classes];
            noisy.Ask(
                picture,
                SeededRandom.For(seed, image, part),
                count,
                logits =>
                {
                    if (Best(logits) is >= 0 and var chosen)
                        votes[chosen]++;
                },
                cancellationToken
            );
            return votes;
        }
    }

    /// <returns>−1 where an answer is no number: it votes for no class.</returns>
    static int Best(ReadOnlySpan<float> logits)
    {
        var best = TensorPrimitives.IndexOfMax(logits);
        return float.IsNaN(logits[best]) ? -1 : best;
    }
}
