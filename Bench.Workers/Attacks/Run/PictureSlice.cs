using Bench.Imaging.Contract;
using Bench.Onnx.Model;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations;
using Bench.Service.Models;

namespace Bench.Workers.Attacks.Run;

/// <summary>Images about which a model is asked picture by picture, ready to be run on this machine.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="ContentRoot">Folder that the manifest's paths are relative to.</param>
/// <param name="Images">Indices of the images in the manifest.</param>
internal record PictureSlice(
    ModelFile Model,
    string Dataset,
    DatasetManifest Manifest,
    string ContentRoot,
    Preprocessing Preprocessing,
    RunRecord Record,
    IReadOnlyList<int> Images
)
{
    /// <summary>The classes that are told apart.</summary>
    public int[] Classes { get; } = [.. Manifest.ToldApart];

    /// <summary>Where these classes are in a row of the output.</summary>
    public int[] Places =>
        Array.ConvertAll(Classes, each => Record.BackgroundClass is { } background && each >= background ? each + 1 : each);

    /// <summary>Whether the model takes bytes: it is shown rounded pictures.</summary>
    public bool TakesBytes => Enum.Parse<OnnxElementType>(Record.InputElementType, ignoreCase: true) == OnnxElementType.UInt8;

    /// <summary>Place among <see cref="Classes"/> of an image's label.</summary>
    public int LabelOf(int image) => Array.IndexOf(Classes, Manifest.Images[image].Classes[0]);
}
