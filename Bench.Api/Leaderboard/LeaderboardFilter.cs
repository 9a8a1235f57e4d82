using Bench.Api.Leaderboard.Plans;
using Bench.Data.Models;

namespace Bench.Api.Leaderboard;

/// <summary>Which models a request wants to see. Filters choose rows; ranks stay those of the whole board.</summary>
internal static class LeaderboardFilter
{
    public static bool Matches(this LeaderboardRequest request, BoardEntry entry) =>
        entry.IsNamed(request.Search)
        && (
            request.Architecture is not { Length: > 0 } architecture
            || string.Equals(entry.Architecture, architecture, StringComparison.OrdinalIgnoreCase)
        )
        && ModelTags.Split(request.Tag).All(tag => entry.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
        && Contains(entry.TrainingData, request.TrainingData)
        && (
            request.Precision is not { Length: > 0 } precision
            || string.Equals(entry.Precision, precision, StringComparison.OrdinalIgnoreCase)
        )
        && Within(entry.Parameters, request.MinParameters, request.MaxParameters)
        && Within(entry.Macs, request.MinMacs, request.MaxMacs)
        && (request.Verified is not { } verified || entry.Verified == verified)
        && (request.Since is not { } since || DateOnly.FromDateTime(entry.CreatedAt) >= since);

    public static bool HasFilter(this LeaderboardRequest request) =>
        request with
        {
            Dataset = null,
            LabelSet = null,
            Metric = null,
            Columns = null,
            Sort = null,
            Baseline = null,
            Limit = null,
            Cursor = null,
        } != new LeaderboardRequest();

    /// <summary>Whether it filters by more than a name and a tag.</summary>
    public static bool HasMoreFilters(this LeaderboardRequest request) => (request with { Search = null, Tag = null }).HasFilter();

    static bool Contains(string? text, string? part) =>
        part is not { Length: > 0 } || (text?.Contains(part, StringComparison.OrdinalIgnoreCase) ?? false);

    /// <remarks>A model whose size is not known is outside every bound.</remarks>
    static bool Within(long? value, Quantity? minimum, Quantity? maximum) =>
        (minimum is null || value >= minimum.Value.Value) && (maximum is null || value <= maximum.Value.Value);
}
