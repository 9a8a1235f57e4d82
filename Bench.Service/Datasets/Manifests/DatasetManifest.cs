using Bench.Imaging.Corruptions;
using Bench.Metrics.Clustered;
using Bench.Metrics.Numerics;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Datasets.Manifests;

/// <summary>A dataset: its images in order, with the hashes of their bytes, and how they are to be read and
/// scored.</summary>
/// <remarks>Images are in the ordinal order of their paths, each path once. Everything stored about the dataset (predictions, label sets)
/// is in this order.</remarks>
public sealed class DatasetManifest
{
    readonly Lazy<ImageIndex> _index;
    readonly Lazy<PictureCopies?> _copies;
    readonly Lazy<Clusters?> _pictures;
    readonly Lazy<BitSet> _calibrationSplit;

    public DatasetManifest()
    {
        _index = new(() => new ImageIndex(Images!));
        _copies = new(() => PictureCopies.In(this));
        _pictures = new(PicturesOf);
        _calibrationSplit = new(() => Bench.Metrics.Calibration.CalibrationSplit.Of(SplitNames(), Count));
    }

    public required string Layout { get; init; }

    public required string Variant { get; init; }

    public required string ClassSpaceKey { get; init; }

    /// <summary>Hash of the class space.</summary>
    public required string ClassSpaceHash { get; init; }

    /// <summary>Number of classes of the space, C.</summary>
    public required int ClassCount { get; init; }

    /// <summary>Classes whose logits are taken before anything else, ascending; null means all.</summary>
    public IReadOnlyList<ushort>? Mask { get; init; }

    /// <summary>The classes that are told apart: those of the mask, else all.</summary>
    public IReadOnlyList<int> ToldApart => Mask is { } mask ? [.. mask.Select(each => (int)each)] : [.. Enumerable.Range(0, ClassCount)];

    /// <summary>Groups of the classes that labels mean and that predictions are scored over; null where they are the classes
    /// themselves.</summary>
    public GroupSpace? Groups { get; init; }

    /// <summary>Number of classes that labels mean.</summary>
    public int LabelCount => Groups?.Classes.Count ?? ClassCount;

    /// <summary>Number of classes that predictions are scored over.</summary>
    public int ScoredCount => Groups?.Groups.Named ?? Mask?.Count ?? ClassCount;

    /// <summary>How its pictures are made from another dataset's; null where they lie on disk as they are.</summary>
    public Generation? Generation { get; init; }

    /// <summary>Pixels to cut from each side of every image before anything else.</summary>
    public int Border { get; init; }

    /// <summary>Whether images are at the model's size already: centre crop, no resize.</summary>
    public bool CropOnly { get; init; }

    public required IReadOnlyList<ManifestImage> Images { get; init; }

    /// <summary>Number of images, N.</summary>
    public int Count => Images.Count;

    /// <summary>Finds images by the names that files of other origin use.</summary>
    public ImageIndex Index => _index.Value;

    /// <summary>Which picture each image is a copy or frame of; null where the layout has none.</summary>
    public PictureCopies? Copies => _copies.Value;

    /// <summary>The images of each picture, where several are of one: copies, frames, or many that are the same file.
    /// Null where every image is a picture of its own, but for a few.</summary>
    public Clusters? Pictures => _pictures.Value;

    /// <summary>Images on which a temperature may be fitted and prediction sets calibrated. All images of a picture are, or none: what is
    /// fitted on one copy and measured on another looks better than it is.</summary>
    public BitSet CalibrationSplit => _calibrationSplit.Value;

    /// <summary>Path of the file that holds an image's picture, or the one that it is made from.</summary>
    public string FileOf(int index) => Generation is null ? Images[index].Path : Generation.SourceOf(Images[index].Path);

    /// <summary>The change of that picture before it is preprocessed; null for none.</summary>
    public PictureShift? ShiftOf(int index) => Generation?.ShiftOf(Images[index], Border);

    /// <summary>Whether there are pictures to run a model over; a dataset of names alone takes predictions only.</summary>
    public bool HasPictures => Images.Count > 0 && !Images[0].Hash.IsNone;

    Clusters? PicturesOf() =>
        Copies is { } copies ? copies.Clusters
        : HasPictures && new RepeatedFiles(Images) is { AreMany: true } repeated ? repeated.Pictures
        : null;

    /// <summary>One image of each picture among those, so that a picture counts once as evidence: a model that mistakes it mistakes its
    /// copies alike.</summary>
    /// <remarks>Which images are edits of one original the clean dataset's list tells alone, but they bear its name and its label. Other
    /// images that do, of two cameras say, are merely fewer to judge by.</remarks>
    public int[] OneOfEachPicture(IEnumerable<int> images) =>
        Copies is { } copies
            ? [.. images.DistinctBy(image => copies.Of[image])]
            :
            [
                .. images
                    .DistinctBy(image => Pictures?.Pictures[image] ?? image)
                    .DistinctBy(image => (Images[image].Key, Images[image].OriginalClass)),
            ];

    /// <summary>[N] what decides on which side of the calibration split an image is: its name, and of pictures with several images the
    /// picture's name, or that of its first file.</summary>
    IEnumerable<string> SplitNames() =>
        Pictures is not { } pictures ? Images.Select(image => image.Key)
        : Copies is { } copies ? copies.Of.Select(picture => ImageKey.Of(copies.Names[picture]).ToString())
        : pictures.Pictures.Select(picture => Images[pictures.Of(picture)[0]].Key);

    /// <summary>The same with other images.</summary>
    internal DatasetManifest With(IReadOnlyList<ManifestImage> images) =>
        new()
        {
            Layout = Layout,
            Variant = Variant,
            ClassSpaceKey = ClassSpaceKey,
            ClassSpaceHash = ClassSpaceHash,
            ClassCount = ClassCount,
            Mask = Mask,
            Groups = Groups,
            Generation = Generation,
            Border = Border,
            CropOnly = CropOnly,
            Images = images,
        };
}
