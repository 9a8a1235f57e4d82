using System.Buffers.Binary;
using System.Text.Json;
using Bench.Metrics.Comparison;

namespace Bench.Tests.Metrics.Comparison;

/// <summary>Sixteen published networks over the ImageNet validation set; the numbers of docs/audits.md, which NumPy gave.</summary>
public sealed class RealSharedMistakesTests
{
    const int Images = 50_000;

    [Fact]
    public void The_closest_of_16_networks_is_one_with_and_without_batch_normalisation()
    {
        var folder = SharedFolder.Require("predictions/top5/val");
        var order = SharedFolder.Require("labels/cleanlab/imagenet_val_set_index_to_filepath.json");
        var classes = JsonSerializer.Deserialize<string[]>(File.ReadAllText(order))!.Select(path => path.Split('/')[^2]).ToArray();
        var index = classes.Distinct().Order(StringComparer.Ordinal).Index().ToDictionary(each => each.Item, each => (long)each.Index);
        var labels = Array.ConvertAll(classes, name => index[name]);
        var files = Directory.GetFiles(folder, "*.npy").Order(StringComparer.Ordinal).ToArray();
        var models = Array.ConvertAll(files, file => Outcomes(File.ReadAllBytes(file), labels));

        var wrong = SharedMistakes.WrongModels(models);
        var all = ClosestPairs.Find(models, 120).Select(pair => SharedMistakes.Of(models[pair.First], models[pair.Second], wrong)).ToList();

        var (first, second) = ClosestPairs.Find(models, 1)[0];
        (Name(files[first]), Name(files[second])).ShouldBe(("vgg16", "vgg16_bn"));
        (all[0].Counts.BothWrong, all[0].Counts.N - all[0].Counts.BothRight).ShouldBe((10_840, 16_684));
        all[0].ExpectedShare.ShouldBe(0.5646510357164216, 1e-9);
        all[0].Deviation.ShouldBe(35.62308058201355, 1e-6);
        all.Count(pair => pair.Deviation < 0).ShouldBe(14);
        all.Min(pair => pair.Share).ShouldBe(0.351695652173913, 1e-12);
    }

    static string Name(string file) => Path.GetFileNameWithoutExtension(file);

    /// <summary>int64 [N, 5] behind a header of 128 bytes, best class first.</summary>
    static ImageOutcomes Outcomes(byte[] npy, long[] labels)
    {
        npy.Length.ShouldBe(128 + Images * 5 * sizeof(long));
        long Best(int image) => BinaryPrimitives.ReadInt64LittleEndian(npy.AsSpan(128 + image * 5 * sizeof(long)));
        return new(Bits.Where(Images, image => Best(image) == labels[image]), Bits.All(Images));
    }
}
