using System.Numerics.Tensors;
using Bench.Onnx.Gradients;
using Bench.Service.Work;
using Bench.Workers.Attacks;

namespace Bench.Workers.Explanations;

/// <summary>A model and the class whose score is explained, asked about many variations of a picture.</summary>
/// <param name="target">The model.</param>
/// <param name="label">The class.</param>
/// <param name="chunk">Pictures that the target is asked about at once.</param>
/// <param name="cancellationToken">Ends the work between runs of the model.</param>
internal sealed class ExplainedModel(IAttackTarget target, int label, int chunk, CancellationToken cancellationToken)
{
    /// <summary>Writes one variation.</summary>
    public delegate void Draw(int variation, Span<float> picture);

    /// <summary>Receives the gradient of one variation.</summary>
    public delegate void Receive(int variation, ReadOnlySpan<float> gradient);

    /// <summary>Probabilities of the class, by softmax over the model's logits.</summary>
    public double[] Probabilities(int count, Draw draw)
    {
        var (made, logits) = (new double[count], new float[chunk * target.Classes]);
        Each(
            count,
            draw,
            (first, pictures) =>
            {
                var part = pictures.Length / target.Pixels;
                target.Logits(pictures, logits.AsSpan(0, part * target.Classes));
                for (var i = 0; i < part; i++)
                    made[first + i] = Probability(logits.AsSpan(i * target.Classes, target.Classes));
            }
        );
        return made;
    }

    /// <summary>Gradients of the class's logit over the pixels.</summary>
    public void Gradients(int count, Draw draw, Receive receive)
    {
        var (seeds, gradients) = (new float[chunk * target.Classes], new float[chunk * target.Pixels]);
        for (var i = label; i < seeds.Length; i += target.Classes)
            seeds[i] = 1;
        Each(
            count,
            draw,
            (first, pictures) =>
            {
                var part = pictures.Length / target.Pixels;
                target.Gradients(pictures, seeds.AsSpan(0, part * target.Classes), gradients.AsSpan(0, pictures.Length));
                for (var i = 0; i < part; i++)
                    receive(first + i, gradients.AsSpan(i * target.Pixels, target.Pixels));
            }
        );
    }

    /// <summary>The class map of one picture, over the places of the model's last features.</summary>
    public (FeatureTensor Features, float[] Map) ClassMap(float[] picture)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var features = target.Features ?? throw new InvalidOperationException("the model was not opened for class maps");
        var (seed, map) = (new float[target.Classes], new float[features.Height * features.Width]);
        seed[label] = 1;
        target.ClassMaps(picture, seed, map);
        return (features, map);
    }

    void Each(int count, Draw draw, Receive ask)
    {
        var pictures = new float[chunk * target.Pixels];
        for (var first = 0; first < count; first += chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = Math.Min(chunk, count - first);
            for (var i = 0; i < part; i++)
                draw(first + i, pictures.AsSpan(i * target.Pixels, target.Pixels));
            ask(first, pictures.AsSpan(0, part * target.Pixels));
        }
    }

    double Probability(ReadOnlySpan<float> logits)
    {
        var (max, sum) = (TensorPrimitives.Max(logits), 0.0);
        foreach (var logit in logits)
            sum += Math.Exp((double)logit - max);
        var probability = Math.Exp((double)logits[label] - max) / sum;
        return double.IsFinite(probability)
            ? probability
            : throw new FailureException(
                "output-not-finite",
                "The model's output for the explained picture, or for one that was made from it, is NaN or infinite.",
                "Run the model on this image with onnxruntime; overflow in half precision and a wrong value range are the usual causes."
            );
    }
}
