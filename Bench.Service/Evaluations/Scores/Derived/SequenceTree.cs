using Bench.Metrics.Robustness;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>Reads sequences off a manifest.</summary>
public static class SequenceTree
{
    /// <summary>Null when the dataset has no sequences.</summary>
    /// <param name="manifest">The dataset.</param>
    /// <param name="yardstick">Flip rates that its variant declares its numbers to be measured against.</param>
    public static FrameSequences? Of(DatasetManifest manifest, IReadOnlyDictionary<string, double>? yardstick = null)
    {
        if (manifest.Copies is not { IsFilms: true } copies)
            return null;
        var films = manifest
            .Images.Select((image, place) => (image, place))
            .GroupBy(each => PictureCopies.FilmOf(each.image.Path), StringComparer.Ordinal)
            .Select(film =>
            {
                var (first, at) = film.First();
                // Places are in the ordinal order of paths, in which frame 10 comes before frame 2.
                int[] frames =
                [
                    .. film.OrderBy(each => FrameNumber.Of(each.image.Path) ?? 0).ThenBy(each => each.place).Select(each => each.place),
                ];
                return new FrameSequence(first.Facets[FacetNames.Perturbation]!, copies.Of[at], frames);
            })
            .ToList();
        return new()
        {
            Sequences = films,
            Pictures = copies.Count,
            Yardstick = yardstick ?? new Dictionary<string, double>(),
        };
    }
}
