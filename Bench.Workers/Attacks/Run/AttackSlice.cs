using Bench.Imaging.Contract;
using Bench.Service.Attacks;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations;
using Bench.Service.Models;

namespace Bench.Workers.Attacks.Run;

/// <summary>One slice of an attack, ready to be run on this machine.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="ContentRoot">Folder that the manifest's paths are relative to.</param>
/// <param name="Images">Indices of its images in the manifest.</param>
internal sealed record AttackSlice(
    ModelFile Model,
    string Dataset,
    DatasetManifest Manifest,
    string ContentRoot,
    Preprocessing Preprocessing,
    RunRecord Record,
    AttackSpec Spec,
    IReadOnlyList<int> Images
)
{
    /// <summary>The classes that are attacked: those of the mask, else all.</summary>
    public int[] Classes { get; } =
        Manifest.Mask is { } mask ? [.. mask.Select(each => (int)each)] : [.. Enumerable.Range(0, Manifest.ClassCount)];

    /// <summary>Where these classes stand in a row of the output.</summary>
    public int[] Places =>
        Array.ConvertAll(Classes, each => Record.BackgroundClass is { } background && each >= background ? each + 1 : each);

    /// <summary>Place among <see cref="Classes"/> of an image's label.</summary>
    public int LabelOf(int image) => Array.IndexOf(Classes, Manifest.Images[image].Classes[0]);
}
