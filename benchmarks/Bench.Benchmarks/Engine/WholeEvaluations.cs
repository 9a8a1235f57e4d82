using System.Security.Cryptography;
using System.Text;
using Bench.Data.Datasets;
using Bench.Imaging.Contract;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Models;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Evaluations.Run;

namespace Bench.Benchmarks.Engine;

/// <summary>Evaluations as a worker does them, without a queue: a plan, and one shard over all images.</summary>
internal sealed class WholeEvaluations(string pictures, string work)
{
    /// <returns>Images a second, of the shard.</returns>
    public async Task<double> RunAsync(ShardRunner runner, ModelFile file, ModelInspection inspection, DatasetManifest manifest)
    {
        var count = manifest.Count;
        var dataset = new Dataset
        {
            Key = "pictures",
            Variant = manifest.Variant,
            Layout = manifest.Layout,
            Path = "pictures",
            Classes = manifest.ClassSpaceKey,
            ClassSpaceSize = manifest.ClassCount,
            ManifestHash = Hash($"{count}"),
        };
        var record = RunPlanner.Plan(null, file, inspection, inspection.Plan!, dataset, manifest, Preprocessing.Default, []);
        var part = Path.Combine(work, "part.npz");
        var notes = await runner.RunAsync(
            new ShardRun(file, manifest, pictures, Preprocessing.Default, record, 0, count, part),
            _ => { },
            CancellationToken.None
        );
        File.Delete(part);
        return notes.ImagesPerSecond;
    }

    /// <summary>The pictures again and again, as if each were another one; without hashes their bytes are compared with nothing.</summary>
    public DatasetManifest Manifest(int count, bool hashed = false)
    {
        var files = Directory.GetFiles(pictures).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToArray();
        ContentHash[] hashes =
        [
            .. files.Select(name => hashed ? new ContentHash(SHA256.HashData(File.ReadAllBytes(Path.Combine(pictures, name)))) : default),
        ];
        return new DatasetManifest
        {
            Layout = LayoutIds.ImageFolder,
            Variant = DatasetVariants.CustomKey,
            ClassSpaceKey = "imagenet-1k",
            ClassSpaceHash = Hash("classes"),
            ClassCount = 1000,
            Images =
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new ManifestImage(files[i % files.Length], 0, hashes[i % files.Length], [], FacetSet.None)),
            ],
        };
    }

    /// <summary>Crops of the first pictures as the default contract cuts them.</summary>
    public byte[][] Crops(int count)
    {
        var geometry = Geometry.Of(Preprocessing.Default);
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        var (picture, cropper) = (new Picture(), new PictureCropper(geometry));
        return
        [
            .. Directory
                .GetFiles(pictures)
                .Order(StringComparer.Ordinal)
                .Take(count)
                .Select(path =>
                {
                    var crop = new byte[geometry.CropBytes];
                    decoder.Decode(File.ReadAllBytes(path), Path.GetFileName(path), picture);
                    cropper.Crop(picture, crop);
                    return crop;
                }),
        ];
    }

    /// <summary>A copy of a model in a folder of its own.</summary>
    public ModelFile Model(string model)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, Path.GetFileNameWithoutExtension(model))).FullName;
        var path = Path.Combine(folder, "model.onnx");
        File.Copy(model, path);
        return new ModelFile(folder, path, new Dictionary<string, OutputKind?>(), []);
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
