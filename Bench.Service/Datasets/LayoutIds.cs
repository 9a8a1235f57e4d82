namespace Bench.Service.Datasets;

/// <summary>Ids of the layouts that are named elsewhere, too, as they appear in the API; any other is in its class alone.</summary>
public static class LayoutIds
{
    public const string ImageFolder = "imagefolder";
    public const string IlsvrcFlat = "ilsvrc-flat";
    public const string ImageNetC = "imagenet-c";
}
