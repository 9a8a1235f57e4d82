using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace Bench.Api.Leaderboard.Plans;

/// <summary>Every subject at the time of the request, and one word that changes when one comes, goes or is
/// replaced; the boards under them may change without it.</summary>
/// <param name="subjects">What the reader may see.</param>
/// <param name="sight">Version of what the reader may not see: readers who see more of the same boards have other
/// answers.</param>
internal sealed class BoardSubjects(IReadOnlyList<BoardSubject> subjects, string sight = "") : IReadOnlyList<BoardSubject>
{
    readonly Lazy<string> _version = new(() =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(sight + string.Join('|', subjects.Select(subject => subject with { Revision = 0 }))))
        )
    );

    /// <summary>Written out once for all requests that share the read.</summary>
    public string Version => _version.Value;

    public int Count => subjects.Count;

    public int PlaceOf(BoardSubject subject) => Enumerable.Range(0, subjects.Count).First(place => subjects[place] == subject);

    public BoardSubject this[int index] => subjects[index];

    public IEnumerator<BoardSubject> GetEnumerator() => subjects.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
