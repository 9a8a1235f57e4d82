using Bench.Data.Evaluations;
using Bench.Data.Outcomes;

namespace Bench.Service.Suites;

/// <summary>The result of asking for a suite's evaluations of a model.</summary>
/// <param name="Suite">The version that was asked for.</param>
/// <param name="ModelId">The model.</param>
/// <param name="Evaluations">One for each dataset that the suite reads here, in the order of its members; then the
/// clean datasets that its metrics also need.</param>
/// <param name="Missing">Members and clean datasets that nothing was started for.</param>
public sealed record SuiteRun(
    StoredSuite Suite,
    Guid ModelId,
    IReadOnlyList<SuiteEvaluation> Evaluations,
    IReadOnlyList<MissingMember> Missing
);

/// <param name="Dataset">Key of the dataset.</param>
/// <param name="EvaluationId">The evaluation over it.</param>
/// <param name="State">State of the evaluation.</param>
/// <param name="Started">Whether this request started it; else it was there.</param>
public sealed record SuiteEvaluation(string Dataset, Guid EvaluationId, EvaluationState State, bool Started);

/// <param name="Member">Name of the member, or key of the clean dataset.</param>
/// <param name="Reason">Why nothing was started.</param>
public sealed record MissingMember(string Member, Failure Reason);
