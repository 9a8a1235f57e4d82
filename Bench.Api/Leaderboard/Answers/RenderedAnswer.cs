using Bench.Api.Leaderboard.Plans;

namespace Bench.Api.Leaderboard.Answers;

/// <summary>An answer's bytes, and the revisions of what they were read from.</summary>
/// <param name="link">What leads to the rows after these, as the header Link says it; null after the last, and for a page.</param>
internal sealed class RenderedAnswer(LeaderboardPlan plan, string etag, byte[] body, string contentType, string? link = null)
{
    readonly string _views = plan.Subjects.Version;
    readonly (int Place, long Revision)[] _read = [.. plan.Read.Select(subject => (plan.Subjects.PlaceOf(subject), subject.Revision))];

    public string ETag { get; } = etag;

    public byte[] Body { get; } = body;

    public string ContentType { get; } = contentType;

    public string? Link { get; } = link;

    public bool IsCurrent(BoardSubjects subjects) =>
        subjects.Version == _views && Array.TrueForAll(_read, read => subjects[read.Place].Revision == read.Revision);
}
