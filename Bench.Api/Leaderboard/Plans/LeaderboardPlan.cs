using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bench.Api.Metrics;

namespace Bench.Api.Leaderboard.Plans;

/// <summary>A request that has been checked: every name is known, and the version of everything it reads is
/// known.</summary>
internal sealed class LeaderboardPlan
{
    public const int MaxColumns = 40;

    public required LeaderboardRequest Request { get; init; }

    public required BoardSubjects Subjects { get; init; }

    public required BoardSubject Subject { get; init; }

    public required MetricDescription Metric { get; init; }

    public required IReadOnlyList<BoardColumnRef> Columns { get; init; }

    /// <summary>Every subject that the answer reads, once.</summary>
    public IEnumerable<BoardSubject> Read => Columns.Select(column => column.Subject).Prepend(Subject).Distinct();

    /// <summary>What tells a column's images or labels from the board's own: its dataset or its label set; null for the
    /// board's own.</summary>
    public string? Elsewhere(BoardColumnRef column) =>
        column.Subject == Subject ? null
        : column.Subject.DatasetId == Subject.DatasetId ? column.Subject.LabelSet
        : column.Subject.Dataset;

    /// <summary>Changes when the answer would.</summary>
    /// <param name="parts">What else the answer depends on.</param>
    public string ETag(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder(typeof(LeaderboardPlan).Module.ModuleVersionId.ToString("N"));
        text.Append('|').Append(Subjects.Version);
        foreach (var subject in Read)
            text.Append(CultureInfo.InvariantCulture, $"|{subject.LabelSetId:N} {subject.Revision}");
        foreach (var part in parts)
            text.Append('|').Append(part);
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 12))}\"";
    }
}
