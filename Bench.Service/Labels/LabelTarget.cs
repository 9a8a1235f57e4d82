using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Labels;

/// <summary>The dataset that labels or predictions are for.</summary>
/// <param name="manifest">Its images in order.</param>
/// <param name="manifestHash">The manifest's hash.</param>
/// <param name="outputs">What a model's outputs mean.</param>
public sealed class LabelTarget(DatasetManifest manifest, string manifestHash, ClassSpace outputs)
{
    public DatasetManifest Manifest { get; } = manifest;

    public string ManifestHash { get; } = manifestHash;

    /// <summary>Classes of the labels.</summary>
    public ClassSpace Classes { get; } = manifest.Groups?.Classes ?? outputs;

    /// <summary>Classes of the predictions; labels have the same, or groups of these classes.</summary>
    public ClassSpace Outputs { get; } = outputs;

    /// <summary>Refuses files whose numbers are indices of ImageNet's classes when the dataset has other
    /// classes.</summary>
    internal void RequireImageNetClasses(string format)
    {
        if (!Classes.Classes.Select(c => c.Id).SequenceEqual(ImageNet1kClasses.Space.Classes.Select(c => c.Id)))
            throw new LabelSetException(
                LabelSetCodes.OtherDataset,
                $"'{format}' labels are indices of the 1,000 ImageNet classes; this dataset has the classes '{Classes.Key}'"
            );
    }
}
