using Bench.Imaging.Crops;
using Bench.Imaging.Resize;
using Bench.Service.Datasets.Manifests;
using Bench.Workers.Evaluations.Run;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>The sample's crops, one file a geometry, each made as far as it is asked for.</summary>
/// <param name="folder">Where they are made; not kept by us.</param>
/// <param name="sample">Indices of the images in the manifest.</param>
internal sealed class DoctorPictures(string folder, DatasetManifest manifest, string contentRoot, IReadOnlyList<int> sample)
{
    readonly Dictionary<string, int> _made = [];
    readonly HashSet<int> _undecodable = [];

    public int Count => sample.Count;

    /// <summary>Whether an image of the sample, by its place there, was right: its best class is one of the image's. A picture
    /// that cannot be decoded is wrong under every contract.</summary>
    public bool IsRight(int place, int best) =>
        !_undecodable.Contains(place) && manifest.Images[sample[place]].Classes.Contains((ushort)best);

    /// <summary>A crop file whose first <paramref name="count"/> crops are ready, with rows and columns exchanged.</summary>
    public async Task<string> TransposedAsync(Geometry geometry, int count, CancellationToken cancellationToken)
    {
        var upright = await CropsAsync(geometry, count, cancellationToken);
        var path = Path.Combine(folder, $"{geometry.Hash}-transposed{CropCache.Extension}");
        var made = _made.GetValueOrDefault(path);
        if (made >= count)
            return path;
        var layout = new CropLayout($"{geometry.Canonical} transposed", 0, sample.Count, geometry.Width, geometry.Height);
        using var writer = made == 0 ? CropWriter.Create(path, layout) : CropWriter.Open(path, layout.Key)!;
        using var crops = CropFile.OpenRead(upright);
        var turned = new byte[layout.CropBytes];
        for (var place = made; place < count; place++)
        {
            Transpose(crops.Crop(place), turned, geometry.Width);
            writer.Publish(place, turned);
        }
        _made[path] = count;
        return path;
    }

    /// <param name="crop">Rows of RGB pixels of a square.</param>
    /// <param name="turned">Its columns.</param>
    /// <param name="side">In pixels.</param>
    internal static void Transpose(ReadOnlySpan<byte> crop, Span<byte> turned, int side)
    {
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
            crop.Slice(3 * (y * side + x), 3).CopyTo(turned[(3 * (x * side + y))..]);
    }

    /// <summary>A crop file whose first <paramref name="count"/> crops are ready.</summary>
    public async Task<string> CropsAsync(Geometry geometry, int count, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, geometry.Hash + CropCache.Extension);
        var made = _made.GetValueOrDefault(path);
        if (made >= count)
            return path;
        var layout = new CropLayout(geometry.Canonical, 0, sample.Count, geometry.Width, geometry.Height);
        using var writer = made == 0 ? CropWriter.Create(path, layout) : CropWriter.Open(path, layout.Key)!;
        var filler = new CropFiller(
            writer,
            geometry,
            place => ShardRun.Locate(manifest, contentRoot, sample[place]),
            new CropFillerOptions { ExcludeUndecodable = true }
        );
        await foreach (var _ in filler.FillAsync(made, count - made, cancellationToken)) { }
        foreach (var excluded in filler.Excluded)
            _undecodable.Add(excluded.Index);
        _made[path] = count;
        return path;
    }
}
