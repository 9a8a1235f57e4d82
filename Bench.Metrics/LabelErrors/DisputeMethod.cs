namespace Bench.Metrics.LabelErrors;

/// <summary>How a model's dispute of labels is found, by how much its predictions say.</summary>
public enum DisputeMethod
{
    /// <summary>Confident learning over all stored probabilities.</summary>
    ConfidentLearning,

    /// <summary>Confident learning over the stored best classes: thresholds are lower bounds.</summary>
    ConfidentHead,

    /// <summary>The best class is another one: only ranks are known.</summary>
    RankDisagreement,
}
