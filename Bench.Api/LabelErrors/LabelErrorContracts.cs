using Bench.Api.Doubts;
using Bench.Api.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.LabelErrors;

namespace Bench.Api.LabelErrors;

/// <summary>Labels that many models dispute, the most doubtful first. A priority for review, not a verdict.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="LabelSet">Key of the label set that is doubted.</param>
/// <param name="LabelSetVersion">Its version.</param>
/// <param name="MinBacking">Least weight behind the suggested class, over the weight of all models.</param>
/// <param name="Models">Who was asked: the most accurate models of the board, each weighted by its accuracy.</param>
/// <param name="Candidates">Candidates before any filter.</param>
/// <param name="Matching">Candidates that the filters leave.</param>
/// <param name="Here">What reviewers here found of the candidates that the filters leave.</param>
/// <param name="Quality">How far all candidates agree with the people who looked; null where nobody has.</param>
/// <param name="QualityMissing">Why there is no quality.</param>
/// <param name="Items">Candidates in order.</param>
/// <param name="Next">Send as <c>cursor</c> to get the next part; null at the end.</param>
public sealed record LabelErrorPage(
    string Dataset,
    string LabelSet,
    int LabelSetVersion,
    double MinBacking,
    IReadOnlyList<VotingModel> Models,
    int Candidates,
    int Matching,
    CandidatePrecision Here,
    CandidateQuality? Quality,
    Failure? QualityMissing,
    IReadOnlyList<LabelErrorCandidate> Items,
    string? Next
) : Doubted;

/// <param name="ModelId">The model.</param>
/// <param name="Name">Its name.</param>
/// <param name="EvaluationId">The evaluation whose predictions speak.</param>
/// <param name="Weight">Its accuracy on the doubted labels.</param>
/// <param name="Method">confidentLearning with all logits stored, confidentHead with the best classes and their
/// probabilities (a label beyond them counts as probability 0), rankDisagreement with ranks alone (the best class is
/// another one).</param>
/// <param name="Disputed">Labels that it disputes.</param>
public sealed record VotingModel(Guid ModelId, string Name, Guid EvaluationId, double Weight, DisputeMethod Method, int Disputed) : Doubted;

/// <summary>What reviewers here found of some candidates. Copies of a picture that were judged alike count once.</summary>
/// <param name="Judged">Candidates that they have decided about.</param>
/// <param name="Wrong">Of those, labels found wrong: another class is right, or none.</param>
/// <param name="Precision">Wrong over judged; null so far.</param>
/// <param name="CiLow">Lower end of Wilson's 95 % interval.</param>
/// <param name="CiHigh">Upper end of it.</param>
public sealed record CandidatePrecision(int Judged, int Wrong, double? Precision, double? CiLow, double? CiHigh);

/// <summary>Candidates against the verdicts of people, over the images that people decided about (given, guessed, both
/// or neither; a label is wrong by guessed and neither). Copies of a picture that were judged alike count once.</summary>
/// <param name="LabelSet">Key of the label set that carries the verdicts.</param>
/// <param name="Reviewed">Images decided about.</param>
/// <param name="Wrong">Of those, labels found wrong.</param>
/// <param name="Flagged">Of those, candidates.</param>
/// <param name="Hits">Candidates found wrong.</param>
/// <param name="Precision">Hits over flagged; null when none was flagged.</param>
/// <param name="Recall">Hits over wrong. Reviewed images were chosen by an earlier search: errors that no search has
/// found count nowhere.</param>
/// <param name="AveragePrecision">What the order itself is worth: the mean over wrong labels of the precision down to
/// each, 0 for those not flagged.</param>
/// <param name="SuggestionRight">Of the candidates whose label lost to another class, the share with that class
/// suggested.</param>
public sealed record CandidateQuality(
    string LabelSet,
    int Reviewed,
    int Wrong,
    int Flagged,
    int Hits,
    double? Precision,
    double? Recall,
    double? AveragePrecision,
    double? SuggestionRight
);

/// <param name="Rank">Place among all candidates, 1 the most doubtful.</param>
/// <param name="Image">Place in the dataset's image order.</param>
/// <param name="Name">Path of the image in the dataset.</param>
/// <param name="Given">The doubted label.</param>
/// <param name="Suggested">The class with the most weight behind it.</param>
/// <param name="Backing">Weight behind that class over the weight of all models.</param>
/// <param name="Support">Weight of the models that dispute the label over the weight of all.</param>
/// <param name="Models">Models that dispute the label.</param>
/// <param name="Margin">Their weighted mean margin, −1 the surest; of ranks alone, how far down the label is.</param>
/// <param name="Reviewed">What the reviews of a label set say of it; null where nobody looked.</param>
/// <param name="Verdict">What most reviewers here say of it; null so far, or where they do not agree.</param>
/// <param name="Votes">Reviewers here who have said something of it.</param>
/// <param name="Agreement">Share of them who give the commonest answer; null without any.</param>
/// <param name="Listed">Other label sets that list it: by other labels, by leaving the image out, or by a reviewer's
/// verdict. Empty: nobody has published it.</param>
/// <param name="Distance">Height of the lowest common ancestor of label and suggestion; null without an is-a
/// file.</param>
public sealed record LabelErrorCandidate(
    int Rank,
    int Image,
    string Name,
    ClassRef Given,
    ClassRef Suggested,
    double Backing,
    double Support,
    int Models,
    double Margin,
    string? Reviewed,
    Bench.Data.Labels.Verdict? Verdict,
    int Votes,
    double? Agreement,
    IReadOnlyList<string> Listed,
    int? Distance
);
