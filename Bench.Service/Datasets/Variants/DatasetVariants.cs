using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Variants;

/// <summary>The variants known by name.</summary>
public static class DatasetVariants
{
    public const string CustomKey = "custom";
    public const string ValKey = "imagenet-val";

    /// <summary>The 15 corruptions whose errors are averaged in mCE.</summary>
    public static readonly IReadOnlyList<string> Corruptions =
    [
        "gaussian_noise",
        "shot_noise",
        "impulse_noise",
        "defocus_blur",
        "glass_blur",
        "motion_blur",
        "zoom_blur",
        "snow",
        "frost",
        "fog",
        "brightness",
        "contrast",
        "elastic_transform",
        "pixelate",
        "jpeg_compression",
    ];

    /// <summary>The four further corruptions that are reported, not averaged.</summary>
    public static readonly IReadOnlyList<string> ExtraCorruptions = ["speckle_noise", "gaussian_blur", "spatter", "saturate"];

    public static readonly IReadOnlyList<DatasetVariant> All =
    [
        new()
        {
            Key = ValKey,
            Title = "ImageNet val (ILSVRC 2012)",
            Layout = LayoutIds.ImageFolder,
            Images = 50_000,
            ImagesPerClass = 50,
            AllClasses = true,
            LabelFormats = ["real-json", "cleanlab-mturk", "multilabel-v3", "mistakes", "csv", "json"],
        },
        V2("imagenet-v2-matched-frequency", "ImageNet-V2 matched frequency"),
        V2("imagenet-v2-threshold-0.7", "ImageNet-V2 threshold 0.7"),
        V2("imagenet-v2-top-images", "ImageNet-V2 top images"),
        Subset("imagenet-a", "ImageNet-A", 7_500, "9826a24166e74ce62fb87b27889874ca26917542c745712309d6e25855d63bc2"),
        Subset("imagenet-r", "ImageNet-R", 30_000, "a6a0729f7a99230280639cab6e51e01485a3b41a676ea35621a501c9d6e83ca4"),
        Subset("imagenet-o", "ImageNet-O", 2_000, "29575307f17b6cb040fcd04fee2b5b7b0e43f7c55072fb05d4b33cc39fc60978") with
        {
            OutOfDistribution = true,
        },
        new()
        {
            Key = "imagenet-sketch",
            Title = "ImageNet-Sketch",
            Layout = LayoutIds.ImageFolder,
            Images = 50_889,
            AllClasses = true,
            CleanVariant = ValKey,
            LabelFormats = ["csv", "json"],
        },
        new()
        {
            Key = "imagenet-c",
            Title = "ImageNet-C",
            Layout = LayoutIds.ImageNetC,
            ImagesPerClass = 50,
            AllClasses = true,
            CropOnly = true,
            Corruptions = Corruptions,
            ExtraCorruptions = ExtraCorruptions,
            CleanVariant = ValKey,
            LabelFormats = ["real-json", "cleanlab-mturk", "multilabel-v3"],
        },
        new()
        {
            // 18,574 is the number of images in the 113 folders that share a class with ImageNet; the other 200 folders may be there or
            // not.
            Key = "objectnet",
            Title = "ObjectNet",
            Layout = LayoutIds.ImageFolder,
            Images = 18_574,
            Masked = true,
            FolderMap = true,
            Border = 2,
            CleanVariant = ValKey,
            LabelFormats = ["csv", "json"],
        },
        new()
        {
            Key = CustomKey,
            Title = "Custom",
            Layout = LayoutIds.ImageFolder,
            LabelFormats = ["real-json", "cleanlab-mturk", "multilabel-v3", "imagenetv2", "mistakes", "csv", "json"],
        },
    ];

    /// <exception cref="DatasetImportException">No variant has that key.</exception>
    public static DatasetVariant Get(string key) =>
        All.FirstOrDefault(v => v.Key == key)
        ?? throw new DatasetImportException(
            DatasetImportCodes.VariantUnknown,
            $"there is no variant '{FirstTen.Printable(key)}'; known are {string.Join(", ", All.Select(v => v.Key))}"
        );

    static DatasetVariant V2(string key, string title) =>
        new()
        {
            Key = key,
            Title = title,
            Layout = LayoutIds.ImageNetV2,
            Images = 10_000,
            ImagesPerClass = 10,
            AllClasses = true,
            CleanVariant = ValKey,
            LabelFormats = ["imagenetv2", "multilabel-v3", "csv", "json"],
        };

    static DatasetVariant Subset(string key, string title, int images, string classListHash) =>
        new()
        {
            Key = key,
            Title = title,
            Layout = LayoutIds.ImageFolder,
            Images = images,
            ClassListHash = classListHash,
            Masked = true,
            CleanVariant = ValKey,
            LabelFormats = ["csv", "json"],
        };
}
