using System.Collections.Concurrent;
using Bench.Api.Demo.Classifiers;
using Bench.Api.Demo.Pictures;

namespace Bench.Tests.Fixtures;

/// <summary>The demo's pictures and classifiers, made once for all tests of a run: a picture takes a tenth of a second of a core.</summary>
internal static class DrawnDemo
{
    static readonly ConcurrentDictionary<int, Lazy<string>> Roots = new();
    static readonly ConcurrentDictionary<string, Lazy<byte[]>> Models = new();
    static readonly Lazy<TrainingPicture[]> Training = new(() => TrainingPicture.Draw(60, seed: 1));

    /// <summary>Leaves the dataset of so many pictures under a datasets root, as <see cref="DemoDataset.Draw"/> would.</summary>
    public static void CopyTo(string root, int count)
    {
        var drawn = Roots.GetOrAdd(count, each => new(() => Draw(each))).Value;
        foreach (var file in Directory.EnumerateFiles(drawn, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(root, Path.GetRelativePath(drawn, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        foreach (var shape in Enum.GetValues<Shape>())
            Directory.CreateDirectory(Path.Combine(root, DemoDataset.Folder, DemoDataset.NameOf(shape)));
    }

    /// <summary>Leaves pictures and classifiers in a data directory, at the places where the demo leaves its own.</summary>
    public static void LeaveIn(string data, int count, params IEnumerable<DemoClassifier> classifiers)
    {
        CopyTo(Path.Combine(data, "datasets"), count);
        var models = Directory.CreateDirectory(Path.Combine(data, "demo")).FullName;
        foreach (var classifier in classifiers)
            File.WriteAllBytes(Path.Combine(models, classifier.File), Model(classifier));
    }

    /// <summary>A classifier that has learnt from 60 pictures, as an ONNX file.</summary>
    public static byte[] Model(DemoClassifier classifier) =>
        Models.GetOrAdd(classifier.File, _ => new(() => classifier.Fit(Training.Value))).Value;

    static string Draw(int count)
    {
        var folder = new TempFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        DemoDataset.Draw(folder.Path, count, _ => { });
        return folder.Path;
    }
}
