using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Outcomes;

namespace Bench.Api.Evaluations;

/// <summary>An evaluation with stored predictions, and what it got right under one label set.</summary>
internal sealed record FoundScoring(Dataset Dataset, Evaluation Evaluation, LabelSet LabelSet, Scoring Scoring)
{
    /// <summary>Doubts about every number that is made of it.</summary>
    public IReadOnlyList<Check> Checks => Dataset.Checks.With(Evaluation.Checks).With(LabelSet.Checks);
}
