using System.Numerics.Tensors;

namespace Bench.Workers.Attacks;

/// <summary>Asks a model about copies of a picture with Gaussian noise. Copies leave [0, 1].</summary>
/// <param name="target">The classifier.</param>
/// <param name="sigma">Standard deviation of the noise.</param>
/// <param name="chunk">Pictures that the target is asked about at once; the draws do not depend on it.</param>
internal sealed class NoisyPictures(IAttackTarget target, double sigma, int chunk)
{
    /// <summary>Receives the answer about one copy.</summary>
    public delegate void AnswerHandler(ReadOnlySpan<float> logits);

    /// <param name="picture">In [0, 1].</param>
    /// <param name="random">Where the noise comes from.</param>
    /// <param name="count">Copies.</param>
    /// <param name="answer">Called for each in turn.</param>
    /// <param name="cancellationToken">Ends the work between runs of the model.</param>
    public void Ask(ReadOnlySpan<float> picture, SeededRandom random, int count, AnswerHandler answer, CancellationToken cancellationToken)
    {
        var (logits, noisy) = (new float[chunk * target.Classes], new float[chunk * target.Pixels]);
        for (var done = 0; done < count; done += chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var drawn = Math.Min(chunk, count - done);
            for (var i = 0; i < drawn; i++)
            {
                var own = noisy.AsSpan(i * target.Pixels, target.Pixels);
                random.FillNormals(own);
                TensorPrimitives.MultiplyAdd(own, (float)sigma, picture, own);
            }
            target.Logits(noisy.AsSpan(0, drawn * target.Pixels), logits.AsSpan(0, drawn * target.Classes));
            for (var i = 0; i < drawn; i++)
                answer(logits.AsSpan(i * target.Classes, target.Classes));
        }
    }
}
