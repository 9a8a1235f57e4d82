using CsvHelper;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>The 1,000 classes of ILSVRC-2012 in the order of their sorted WordNet ids, with the lemmas of WordNet 3.0
/// as names.</summary>
public static class ImageNet1kClasses
{
    public const string Key = "imagenet-1k";

    static readonly Lazy<ClassSpace> Loaded = new(Load);

    public static ClassSpace Space => Loaded.Value;

    static ClassSpace Load()
    {
        using var resource = typeof(ImageNet1kClasses).Assembly.GetManifestResourceStream("Bench.Service.imagenet-1k.csv")!;
        using var rows = CsvReader.Create(resource);
        var classes = new List<ClassName>(1000);
        while (rows.Read())
            classes.Add(new ClassName(rows.GetString("wnid"), rows.GetString("name")));
        return ClassSpace.Create(Key, classes);
    }
}
