using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations;
using Bench.Service.Models;

namespace Bench.Workers.Evaluations.Run;

/// <summary>One slice of an evaluation, ready to be run on this machine.</summary>
/// <param name="ContentRoot">Folder that the manifest's paths are relative to.</param>
/// <param name="Start">First image, counted in the order in which images are run.</param>
/// <param name="Count">Images.</param>
/// <param name="Part">File to write the predictions to.</param>
internal sealed record ShardRun(
    ModelFile Model,
    DatasetManifest Manifest,
    string ContentRoot,
    Preprocessing Preprocessing,
    RunRecord Record,
    int Start,
    int Count,
    string Part
)
{
    /// <summary>The inspection of the model, under the preprocessing of the model's own manifest.</summary>
    public ModelInspection? Inspection { get; init; }

    /// <summary>That preprocessing, as JSON.</summary>
    public string? InspectedUnder { get; init; }

    /// <summary>Images in the order in which they are run; null for the dataset's own order.</summary>
    public IReadOnlyList<int>? Order { get; init; }

    /// <summary>The image of the dataset that is run at a place.</summary>
    public int Image(int place) => Order is { } order ? order[place] : place;

    public ImageFile Locate(int place) => Locate(Manifest, ContentRoot, Image(place));

    public static ImageFile Locate(DatasetManifest manifest, string contentRoot, int index)
    {
        var image = manifest.Images[index];
        return new ImageFile(
            image.Path,
            System.IO.Path.Combine(contentRoot, manifest.FileOf(index)),
            image.Hash.IsNone ? null : image.Hash.ToString(),
            manifest.ShiftOf(index)
        );
    }
}
