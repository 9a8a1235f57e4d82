using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Labels;

/// <summary>The dataset that labels or predictions are for.</summary>
/// <param name="manifest">Its images in order.</param>
/// <param name="manifestHash">The manifest's hash.</param>
/// <param name="classes">Its class space.</param>
public sealed class LabelTarget(DatasetManifest manifest, string manifestHash, ClassSpace classes)
{
    public DatasetManifest Manifest { get; } = manifest;

    public string ManifestHash { get; } = manifestHash;

    public ClassSpace Classes { get; } = classes;

    /// <summary>Refuses files whose numbers are indices of ImageNet's classes when the dataset has other classes.</summary>
    internal void RequireImageNetClasses(string format)
    {
        if (!Classes.Classes.Select(c => c.Id).SequenceEqual(ImageNet1kClasses.Space.Classes.Select(c => c.Id)))
            throw new LabelSetException(
                LabelSetCodes.OtherDataset,
                $"'{format}' labels are indices of the 1,000 ImageNet classes; this dataset has the classes '{Classes.Key}'"
            );
    }
}
