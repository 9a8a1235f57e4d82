using Bench.Data.Datasets;
using Bench.Data.Labels;

namespace Bench.Api.Evaluations.Facets;

/// <summary>Where the properties of a dataset's images come from.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Own">Its own sets.</param>
/// <param name="Clean">The clean dataset that its images are copies or films of, as far as the reader may see it; null
/// where they are none, or there is no such dataset.</param>
/// <param name="OfClean">The sets of that.</param>
/// <param name="Folders">Whether folders say of each image which corruption and level, or which perturbation, it
/// is.</param>
internal sealed record FacetSources(
    Dataset Dataset,
    IReadOnlyList<LabelSet> Own,
    Dataset? Clean,
    IReadOnlyList<LabelSet> OfClean,
    bool Folders
)
{
    /// <summary>Key of the set that folders make.</summary>
    public const string OfFolders = "folders";

    public bool Any => Own.Count + OfClean.Count > 0 || Folders;

    /// <summary>Tells one state of the sets from another.</summary>
    public string Identity => string.Join(' ', Own.Concat(OfClean).Select(set => set.Id)) + (Folders ? " folders" : "");
}
