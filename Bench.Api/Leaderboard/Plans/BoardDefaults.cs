using Bench.Api.Metrics;

namespace Bench.Api.Leaderboard.Plans;

/// <summary>Defaults of a page for parameters that its address leaves out.</summary>
internal static class BoardDefaults
{
    /// <summary>Fills in parameters that the address leaves out: the first named board, and where a named board has
    /// this ranking, its columns.</summary>
    public static LeaderboardRequest Filled(this LeaderboardRequest asked, IQueryCollection query, IReadOnlyList<BoardSubject> subjects)
    {
        var presets = BoardPreset.For(subjects);
        var wanted = asked with
        {
            Dataset = asked.Dataset ?? presets[0].Subject.Dataset,
            // The form of columns sends each ticked one by itself.
            Columns = query.TryGetValue("columns", out var columns) ? columns.ToString() : null,
        };
        var subject = LeaderboardPlanner.Subject(subjects, wanted.Dataset, wanted.LabelSet);
        var metric = wanted.Metric ?? subject.Headline;
        return wanted with
        {
            Columns =
                wanted.Columns
                ?? string.Join(
                    ',',
                    presets.FirstOrDefault(preset => preset.Subject == subject && preset.Metric == metric)?.Columns
                        ?? Usual(subject, metric)
                ),
        };
    }

    /// <summary>Further columns of a page that does not name any.</summary>
    static IReadOnlyList<string> Usual(BoardSubject subject, string metric) =>
        [
            .. (subject.OutOfDistribution ? subject.Offered : MetricDirectory.Usual)
                .Select(column => column.Id)
                .Where(column => column != metric),
        ];
}
