namespace Bench.Api.Leaderboard;

/// <summary>An answer's bytes, and the revisions of what they were read from.</summary>
internal sealed class RenderedAnswer(LeaderboardPlan plan, string etag, byte[] body, string contentType)
{
    readonly string _views = plan.Views.Version;
    readonly (int Place, long Revision)[] _read = [.. plan.Read.Select(view => (plan.Views.PlaceOf(view), view.Revision))];

    public string ETag { get; } = etag;

    public byte[] Body { get; } = body;

    public string ContentType { get; } = contentType;

    public bool IsCurrent(BoardViews views) =>
        views.Version == _views && Array.TrueForAll(_read, read => views[read.Place].Revision == read.Revision);
}
