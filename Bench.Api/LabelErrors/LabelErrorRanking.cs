using Bench.Api.Leaderboard.Plans;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Metrics.LabelErrors;

namespace Bench.Api.LabelErrors;

/// <summary>Every label that at least one of the asked models disputes, the most doubtful first.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Subject">The label set that is doubted.</param>
/// <param name="Models">Who was asked.</param>
/// <param name="Checks">What is doubtful about the labels that are doubted.</param>
/// <param name="Candidates">In the order of <see cref="LabelErrorConsensus"/>; classes are those of the dataset's class
/// space.</param>
internal sealed record LabelErrorRanking(
    Dataset Dataset,
    BoardSubject Subject,
    IReadOnlyList<VotingModel> Models,
    IReadOnlyList<Check> Checks,
    IReadOnlyList<ConsensusCandidate> Candidates
);
