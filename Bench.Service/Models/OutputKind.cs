namespace Bench.Service.Models;

/// <summary>What a model's class output holds.</summary>
public enum OutputKind
{
    Logits,

    /// <summary>Rows that a softmax made: their logarithm is stored as logits.</summary>
    Probabilities,

    /// <summary>Rows that a log-softmax made.</summary>
    LogProbabilities,

    /// <summary>Features, compared with a class-embedding matrix.</summary>
    Embeddings,
}
