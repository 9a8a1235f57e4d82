namespace Bench.Service.Evaluations.Review;

/// <summary>Finished answers of a model over a dataset, as far as they can be doubted.</summary>
/// <param name="TopClass">[N, K] ranked classes.</param>
/// <param name="HeadSize">K.</param>
/// <param name="Classes">C.</param>
/// <param name="RanksOnly">Whether nothing but ranks was submitted, so that their order is the submitter's
/// word.</param>
/// <param name="Verified">Whether the model was run here: its rows cannot be out of order.</param>
public sealed record Answers(ushort[] TopClass, int HeadSize, int Classes, bool RanksOnly, bool Verified)
{
    /// <summary>[N] probability of each image's best class; null where nothing but ranks is known.</summary>
    public float[]? Confidence { get; init; }

    /// <summary>[N] log Σ exp of each row; null where none is known.</summary>
    public float[]? LogSumExp { get; init; }

    /// <summary>[N] by how much the best score is above the last that is ranked; null where none is known.</summary>
    public float[]? Lead { get; init; }

    /// <param name="topLogit">[N, K] ranked logits.</param>
    /// <param name="logSumExp">[N] log Σ exp of each row.</param>
    /// <param name="head">K.</param>
    public static float[]? ConfidenceOf(ReadOnlySpan<float> topLogit, ReadOnlySpan<float> logSumExp, int head)
    {
        if (topLogit.IsEmpty)
            return null;
        var confidence = new float[logSumExp.Length];
        for (var image = 0; image < confidence.Length; image++)
            confidence[image] = MathF.Exp(topLogit[image * head] - logSumExp[image]);
        return confidence;
    }

    /// <inheritdoc cref="Lead"/>
    /// <param name="topLogit">[N, K] ranked logits.</param>
    /// <param name="head">K.</param>
    public static float[]? LeadOf(ReadOnlySpan<float> topLogit, int head)
    {
        if (topLogit.IsEmpty)
            return null;
        var lead = new float[topLogit.Length / head];
        for (var image = 0; image < lead.Length; image++)
            lead[image] = topLogit[image * head] - topLogit[(image + 1) * head - 1];
        return lead;
    }

    public int Count => TopClass.Length / HeadSize;

    public ushort Best(int image) => TopClass[image * HeadSize];

    /// <summary>Classes of an image, best first.</summary>
    public ReadOnlySpan<ushort> Ranked(int image) => TopClass.AsSpan(image * HeadSize, HeadSize);
}
