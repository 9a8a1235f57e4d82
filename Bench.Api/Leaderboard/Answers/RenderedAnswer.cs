using Bench.Api.Leaderboard.Plans;

namespace Bench.Api.Leaderboard.Answers;

/// <summary>An answer's bytes, and the revisions of what they were read from.</summary>
internal sealed class RenderedAnswer(LeaderboardPlan plan, string etag, byte[] body, string contentType)
{
    readonly string _views = plan.Subjects.Version;
    readonly (int Place, long Revision)[] _read = [.. plan.Read.Select(subject => (plan.Subjects.PlaceOf(subject), subject.Revision))];

    public string ETag { get; } = etag;

    public byte[] Body { get; } = body;

    public string ContentType { get; } = contentType;

    public bool IsCurrent(BoardSubjects subjects) =>
        subjects.Version == _views && Array.TrueForAll(_read, read => subjects[read.Place].Revision == read.Revision);
}
