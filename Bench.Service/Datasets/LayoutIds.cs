namespace Bench.Service.Datasets;

/// <summary>Ids of layouts and archives that something else names, as they appear in the API.</summary>
public static class LayoutIds
{
    public const string ImageFolder = "imagefolder";
    public const string IlsvrcFlat = "ilsvrc-flat";
    public const string ImageNetC = "imagenet-c";
    public const string ImageNetV2 = "imagenetv2";
    public const string Sequences = "sequences";
    public const string Csv = "csv";
    public const string Tar = "tar";
    public const string WebDataset = "webdataset";
    public const string Parquet = "parquet";
}
