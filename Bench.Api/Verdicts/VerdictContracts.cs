using Bench.Api.Evaluations;
using Bench.Data.Labels;

namespace Bench.Api.Verdicts;

/// <summary>Reviewers' verdicts on an image's label.</summary>
/// <param name="Image">Place in the dataset's image order.</param>
/// <param name="Name">Path of the image in the dataset.</param>
/// <param name="Verdict">What most of them say: given, guessed, both, neither or unclear; null where two answers have
/// equally many.</param>
/// <param name="Class">The class that is right instead or too, in their majority's eyes.</param>
/// <param name="Note">Note of the latest of them.</param>
/// <param name="By">Name of the key that spoke last.</param>
/// <param name="Agreement">Share of the reviewers who give the commonest answer.</param>
/// <param name="Votes">What each of them says, the first one first.</param>
public sealed record VerdictView(
    int Image,
    string Name,
    Verdict? Verdict,
    ClassRef? Class,
    string? Note,
    string By,
    DateTime UpdatedAt,
    double Agreement,
    IReadOnlyList<VerdictVote> Votes
);

/// <summary>What one reviewer says of an image's label.</summary>
/// <param name="By">Name of the key.</param>
public sealed record VerdictVote(Verdict Verdict, ClassRef? Class, string? Note, string By, DateTime UpdatedAt);

/// <summary>A verdict that was given on an image's label, or taken back.</summary>
/// <param name="Verdict">What was said; null where it was taken back.</param>
/// <param name="By">Name of the key.</param>
public sealed record VerdictChangeView(Verdict? Verdict, ClassRef? Class, string? Note, string By, DateTime At);

/// <summary>How far reviewers of a dataset's labels agree.</summary>
/// <param name="Images">Images that somebody has judged.</param>
/// <param name="Votes">Verdicts on them that count.</param>
/// <param name="Reviewers">Who gave them.</param>
/// <param name="Several">Images with at least two reviewers.</param>
/// <param name="Unanimous">Of those, images on which all agree.</param>
/// <param name="Undecided">Images on which two answers have equally many reviewers.</param>
/// <param name="Alpha">Krippendorff's α over verdict and class: 1 full agreement, 0 that of chance; null where nothing
/// can be said.</param>
public sealed record VerdictAgreement(int Images, int Votes, int Reviewers, int Several, int Unanimous, int Undecided, double? Alpha);
