using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.LabelErrors;

/// <summary>Which candidate label errors are wanted.</summary>
public sealed record LabelErrorRequest
{
    public const double UsualBacking = 0.5;
    public const int UsualLimit = 50;

    [Description("Label set that is doubted, with one label an image; 'original' when absent."), FromQuery(Name = "labelSet")]
    public string? LabelSet { get; init; }

    [Description("Only images labelled so: id or index of a class."), FromQuery(Name = "label")]
    public string? Label { get; init; }

    [Description("Only images for which this class is suggested: id or index."), FromQuery(Name = "suggested")]
    public string? Suggested { get; init; }

    [Description("true: only images about which an operator has said something here; false: only the others."), FromQuery(Name = "judged")]
    public bool? Judged { get; init; }

    [Description("Only candidates about which fewer reviewers than this have said something: 2 asks for a second look.")]
    [FromQuery(Name = "fewerVotes")]
    public int? FewerVotes { get; init; }

    [Description("Only candidates about which this reviewer, by the name of their key, has said nothing: their own queue.")]
    [FromQuery(Name = "notBy")]
    public string? NotBy { get; init; }

    [Description("true: only candidates that no other label set of the dataset lists; false: only the others.")]
    [FromQuery(Name = "unlisted")]
    public bool? Unlisted { get; init; }

    [
        Description("Least weight behind the suggested class over the weight of all models, 0 to 1; 0.5 when absent: a majority."),
        FromQuery(Name = "minBacking")
    ]
    public double? MinBacking { get; init; }

    [Description("Candidates of one answer, 1 to 500; 50 when absent."), FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [Description("'next' of the answer before."), FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }
}
