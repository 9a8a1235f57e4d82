namespace Bench.Service.Labels;

/// <summary>The votes of five people on one image.</summary>
/// <param name="Given">Its original label.</param>
/// <param name="Guessed">The label that a model proposed instead.</param>
/// <param name="Verdict"><c>given</c>, <c>guessed</c>, <c>both</c>, <c>neither</c>, or <c>no-majority</c> when nothing
/// got three votes.</param>
readonly record struct CleanlabReview(ushort Given, ushort Guessed, string Verdict);
