namespace Bench.Metrics.Predicted;

/// <summary>How much a set of predictions says about each image.</summary>
public enum PredictionContent
{
    /// <summary>Ranked classes without any confidence (a top-k list).</summary>
    Ranks,

    /// <summary>The best class and its probability.</summary>
    TopConfidence,

    /// <summary>The best classes with logits, and the log-sum-exp of all.</summary>
    Head,

    /// <summary>The head and every logit.</summary>
    Full,
}
