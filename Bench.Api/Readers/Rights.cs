using Bench.Data.Access;
using Bench.Service;
using Bench.Service.Access;

namespace Bench.Api.Readers;

/// <summary>Rights of readers at one moment: keys that live, and what each may see.</summary>
/// <param name="Look">Number of the look that it was found for.</param>
/// <param name="At">When.</param>
/// <param name="Hidden">All that decides who sees what, as one word; empty where nothing is hidden from
/// anybody.</param>
/// <param name="Asked">Keys that were asked for.</param>
/// <param name="Live">Those of them that have not ended.</param>
/// <param name="Sights">What each caller may see, as far as somebody asked: good for as long as
/// <paramref name="Hidden"/> is the same.</param>
internal sealed record Rights(
    long Look,
    DateTimeOffset At,
    string Hidden,
    IReadOnlySet<Guid> Asked,
    IReadOnlyDictionary<Guid, Caller> Live,
    SharedOnce<Caller, Sight> Sights
)
{
    /// <summary>Sights are read again after so long, even where nothing changed.</summary>
    static readonly TimeSpan SightsKeptFor = TimeSpan.FromSeconds(10);

    /// <summary>Whose sight a reader without a key has.</summary>
    public static readonly Caller Nobody = new(Guid.Empty, "", Role.Reader);

    public DateTimeOffset SightsSince { get; init; } = At;

    /// <summary>The same with sights of before, where they still hold.</summary>
    public Rights After(Rights? before) =>
        before is not null && before.Hidden == Hidden && At - before.SightsSince < SightsKeptFor
            ? this with
            {
                Sights = before.Sights,
                SightsSince = before.SightsSince,
            }
            : this;
}
