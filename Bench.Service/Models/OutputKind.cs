namespace Bench.Service.Models;

/// <summary>What a model's class output holds.</summary>
public enum OutputKind
{
    Logits,

    /// <summary>Rows that a softmax made: their logarithm is stored as logits.</summary>
    Probabilities,

    /// <summary>Rows that a log-softmax made.</summary>
    LogProbabilities,

    /// <summary>An independent probability of each class: rows lie in [0, 1] and do not sum to 1.</summary>
    Sigmoid,

    /// <summary>Probabilities in percent.</summary>
    Percentages,

    /// <summary>Numbers that rank the classes and say nothing else.</summary>
    Scores,

    /// <summary>Features, compared with a class-embedding matrix.</summary>
    Embeddings,
}
