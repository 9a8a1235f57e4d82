using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace Bench.Api.Leaderboard;

/// <summary>Every view that there was when somebody asked, and one word that changes when one comes, goes or is replaced; the boards under
/// them may change without it.</summary>
/// <param name="views">What the reader may see.</param>
/// <param name="sight">Version of what the reader may not see: whoever sees more of the same boards has other answers.</param>
internal sealed class BoardViews(IReadOnlyList<BoardView> views, string sight = "") : IReadOnlyList<BoardView>
{
    readonly Lazy<string> _version = new(() =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(sight + string.Join('|', views.Select(view => view with { Revision = 0 }))))
        )
    );

    /// <summary>Written out once for all requests that share the read.</summary>
    public string Version => _version.Value;

    public int Count => views.Count;

    public int PlaceOf(BoardView view) => Enumerable.Range(0, views.Count).First(place => views[place] == view);

    public BoardView this[int index] => views[index];

    public IEnumerator<BoardView> GetEnumerator() => views.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
