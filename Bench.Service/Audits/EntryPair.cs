using Bench.Metrics.Comparison;

namespace Bench.Service.Audits;

/// <summary>Two entries of a board that share mistakes.</summary>
/// <param name="First">Evaluation of the one.</param>
/// <param name="Second">Evaluation of the other.</param>
/// <param name="Mistakes">What they share.</param>
/// <param name="SameAnswers">Images that both get wrong with the same class; null where predictions of one of them are
/// not stored over these classes.</param>
public sealed record EntryPair(Guid First, Guid Second, SharedMistakes Mistakes, int? SameAnswers);
