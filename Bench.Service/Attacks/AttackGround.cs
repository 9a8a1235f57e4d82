using Bench.Data.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Refusals;

namespace Bench.Service.Attacks;

/// <summary>What a dataset offers to attacks.</summary>
/// <param name="Dataset">Its key.</param>
/// <param name="Classes">Classes that are told apart.</param>
/// <param name="Images">Images that can be attacked: of the list, or of the dataset, those with exactly one label.</param>
/// <param name="List">The list that images are chosen from; null for all.</param>
public sealed record AttackGround(string Dataset, IReadOnlyList<int> Classes, int Images, AttackList? List = null)
{
    /// <exception cref="RefusalException">Nothing of it can be attacked.</exception>
    public static AttackGround Of(Dataset dataset, DatasetManifest manifest, AttackList? list, IReadOnlyList<bool>? within)
    {
        manifest.RequireSingleClasses(dataset.Key, "attack-unsupported");
        var classes = manifest.ToldApart;
        if (classes.Count < 2)
            throw RefusalException.Conflict(
                "attack-unsupported",
                $"The dataset '{dataset.Key}' has one class: there is no other that an image could be taken for.",
                "Attack the model over a dataset of two classes or more."
            );
        var images = Enumerable
            .Range(0, manifest.Count)
            .Count(image => within?[image] != false && AttackImages.HasOneLabel(manifest, image));
        return images > 0
            ? new(dataset.Key, classes, images, list)
            : throw RefusalException.Conflict(
                "attack-unsupported",
                $"No image of {(list is null ? "" : $"the list '{list.Key}' of ")}dataset '{dataset.Key}' has exactly one label "
                    + "that the attack could count by.",
                "Attack the model over a dataset with one label an image."
            );
    }
}
