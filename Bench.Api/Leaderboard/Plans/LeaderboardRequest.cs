using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Leaderboard.Plans;

/// <summary>What a reader wants to see of a board. All parts are optional; the same query string makes the page, the
/// JSON and the CSV.</summary>
public sealed record LeaderboardRequest
{
    [Description("Dataset key; the first dataset when absent."), FromQuery(Name = "dataset")]
    public string? Dataset { get; init; }

    [Description("Label set of the dataset; 'original' when absent."), FromQuery(Name = "labelSet")]
    public string? LabelSet { get; init; }

    [Description("Metric that ranks; 'top1' when absent."), FromQuery(Name = "metric")]
    public string? Metric { get; init; }

    [
        Description("Further columns, comma-separated: 'metric', 'labelSet:metric' or 'dataset:labelSet:metric'."),
        FromQuery(Name = "columns")
    ]
    public string? Columns { get; init; }

    [
        Description(
            "Orders the rows by a column, or by 'name', 'parameters', 'macs', 'tries', 'date'; the ranking metric when absent. A "
                + "leading '-' reverses it."
        ),
        FromQuery(Name = "sort")
    ]
    public string? Sort { get; init; }

    [Description("Part of a model's name or architecture."), FromQuery(Name = "q")]
    public string? Search { get; init; }

    [Description("Only models that have this tag; several, comma-separated, must all be there."), FromQuery(Name = "tag")]
    public string? Tag { get; init; }

    [Description("Architecture, exactly, in any case."), FromQuery(Name = "architecture")]
    public string? Architecture { get; init; }

    [Description("Part of what the model was trained on."), FromQuery(Name = "trainingData")]
    public string? TrainingData { get; init; }

    [Description("fp32, fp16, int8 or mixed."), FromQuery(Name = "precision")]
    public string? Precision { get; init; }

    [Description("At least this many parameters: 25000000, 25M, 4.1G."), FromQuery(Name = "minParameters")]
    public Quantity? MinParameters { get; init; }

    [Description("At most this many parameters: 25000000, 25M, 4.1G."), FromQuery(Name = "maxParameters")]
    public Quantity? MaxParameters { get; init; }

    [Description("At least this many multiply-accumulates: 25000000, 25M, 4.1G."), FromQuery(Name = "minMacs")]
    public Quantity? MinMacs { get; init; }

    [Description("At most this many multiply-accumulates: 25000000, 25M, 4.1G."), FromQuery(Name = "maxMacs")]
    public Quantity? MaxMacs { get; init; }

    [Description("true: only models that the service ran itself; false: only predictions-only submissions."), FromQuery(Name = "verified")]
    public bool? Verified { get; init; }

    [Description("Only evaluations asked for on or after this day (UTC)."), FromQuery(Name = "since")]
    public DateOnly? Since { get; init; }

    [Description("true: only the best model of each owner."), FromQuery(Name = "bestPerOwner")]
    public bool? BestPerOwner { get; init; }

    [
        Description("Id of a model on the board: every row then says how far it is from it, and whether that is more than chance."),
        FromQuery(Name = "baseline")
    ]
    public Guid? Baseline { get; init; }

    [Description("Rows of one answer, 1 to 1,000; 100 when absent."), FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [Description("'next' of the answer before."), FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }
}
