using System.Numerics.Tensors;
using Bench.Metrics.Predicted;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Models.Embeddings;
using Bench.Service.Work;

namespace Bench.Workers.Evaluations.Run;

/// <summary>Turns a row of the model's output into logits over the dataset's classes: drops a background class, takes
/// the logarithm of probabilities, compares embeddings.</summary>
/// <param name="embeddings">What the output is compared with where it holds embeddings.</param>
internal sealed class ClassRows(RunRecord record, int classes, ClassEmbeddings? embeddings = null)
{
    /// <param name="output">Values of one row of the model's output.</param>
    /// <param name="logits">Receives one value a class; what was not finite stays so.</param>
    public void Read(ReadOnlySpan<float> output, Span<float> logits)
    {
        if (record.OutputKind == OutputKind.Embeddings)
        {
            embeddings!.Logits(output, logits);
        }
        else if (record.BackgroundClass is { } background)
        {
            output[..background].CopyTo(logits);
            output[(background + 1)..].CopyTo(logits[background..]);
        }
        else
        {
            output[..classes].CopyTo(logits);
        }
        if (record.OutputKind == OutputKind.Percentages)
            TensorPrimitives.Multiply(logits, 0.01f, logits);
        if (record.OutputKind is OutputKind.Probabilities or OutputKind.Percentages)
            PredictionHead.LogitsOfProbabilities(logits, logits);
    }

    /// <summary>The failure that NaN or infinity in a row is: never scored as wrong.</summary>
    public static FailureException NotFinite(ReadOnlySpan<float> output, string image)
    {
        var position = 0;
        while (position < output.Length - 1 && float.IsFinite(output[position]))
            position++;
        return new FailureException(
            "output-not-finite",
            float.IsFinite(output[position])
                ? $"The model's output for {image} is so large that its comparison with the class embeddings overflows."
                : $"The model's output for {image} is {output[position]} at position {position}.",
            "Run the model on this image with onnxruntime; overflow in half precision and a wrong value range are the usual causes."
        );
    }
}
