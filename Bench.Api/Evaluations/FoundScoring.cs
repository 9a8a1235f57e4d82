using Bench.Data.Evaluations;
using Bench.Data.Labels;

namespace Bench.Api.Evaluations;

/// <summary>An evaluation with stored predictions, and what it got right under one label set.</summary>
internal sealed record FoundScoring(Evaluation Evaluation, LabelSet LabelSet, Scoring Scoring);
