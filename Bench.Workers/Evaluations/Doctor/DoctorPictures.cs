using Bench.Imaging.Crops;
using Bench.Imaging.Resize;
using Bench.Service.Datasets.Manifests;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>The sample's crops, one file a geometry, each made as far as it is asked for. Those of the declared geometry are the machine's
/// cached ones: what the doctor makes, the run finds, and the other way round.</summary>
/// <param name="child">Is shown the files.</param>
/// <param name="declared">Geometry of the evaluation; no other is worth a place in the cache.</param>
/// <param name="sample">Indices of the images in the manifest.</param>
internal sealed class DoctorPictures(
    ModelChild child,
    CropCache cache,
    CropKey declared,
    DatasetManifest manifest,
    string contentRoot,
    IReadOnlyList<int> sample
) : IDisposable
{
    readonly Dictionary<Geometry, Made> _made = [];
    readonly Dictionary<(Geometry, string), Made> _changed = [];
    readonly HashSet<int> _undecodable = [];

    public int Count => sample.Count;

    /// <summary>Whether an image of the sample, by its place there, was right: its best class is one of the image's. A picture
    /// that cannot be decoded is wrong under every contract.</summary>
    public bool IsRight(int place, int best) =>
        !_undecodable.Contains(place) && manifest.Images[sample[place]].Classes.Contains((ushort)best);

    /// <summary>A crop file, inside the cage, in which the first <paramref name="count"/> images of the sample are ready, and where
    /// they are in it.</summary>
    /// <param name="change">What is done to them first; null for nothing.</param>
    public async Task<(string Path, CropPlaces? Places)> CropsAsync(
        Geometry geometry,
        PixelChange? change,
        int count,
        CancellationToken cancellationToken
    )
    {
        var upright = await UprightAsync(geometry, count, cancellationToken);
        var made = change is null ? upright : Changed(geometry, change, upright, count);
        return (made.Inside, made.Places is null ? null : new CropPlaces(0, made.Places));
    }

    Made Changed(Geometry geometry, PixelChange change, Made upright, int count)
    {
        if (!_changed.TryGetValue((geometry, change.Words), out var made))
            _changed[(geometry, change.Words)] = made = InFolder(
                $"{geometry.Canonical} {change.Words}",
                $"{geometry.Hash}-{_changed.Count}",
                geometry
            );
        using var crops = CropFile.OpenRead(upright.Crops.Path);
        var changed = new byte[made.Crops.Layout.CropBytes];
        for (; made.Count < count; made.Count++)
        {
            change.Apply(crops.Crop(upright.Places?[made.Count] ?? made.Count), changed, geometry.Width);
            made.Crops.Publish(made.Count, changed);
        }
        return made;
    }

    async Task<Made> UprightAsync(Geometry geometry, int count, CancellationToken cancellationToken)
    {
        if (!_made.TryGetValue(geometry, out var made))
            _made[geometry] = made = await OpenAsync(geometry, cancellationToken);
        if (made.Count < count)
        {
            var filler = new CropFiller(
                made.Crops,
                geometry,
                place => ShardRun.Locate(manifest, contentRoot, sample[place]),
                new CropFillerOptions { ExcludeUndecodable = true },
                made.Places is { } places ? place => places[place] : null
            );
            await foreach (var _ in filler.FillAsync(made.Count, count - made.Count, cancellationToken)) { }
            foreach (var excluded in filler.Excluded)
                _undecodable.Add(excluded.Index);
            made.Count = count;
        }
        return made;
    }

    async Task<Made> OpenAsync(Geometry geometry, CancellationToken cancellationToken)
    {
        if (geometry == declared.Geometry)
        {
            var cached = await cache.OpenAsync(declared, manifest.Count, 0, sample.Count, cancellationToken);
            return new Made(cached, child.Show(cached.Path), cached.IsKept ? sample : null);
        }
        return InFolder(geometry.Canonical, geometry.Hash, geometry);
    }

    Made InFolder(string key, string name, Geometry geometry)
    {
        var path = Path.Combine(child.Folder, name + CropCache.Extension);
        var layout = new CropLayout(key, 0, sample.Count, geometry.Width, geometry.Height);
        return new Made(CropWriter.Create(path, layout), child.Child.Inside(path), Places: null);
    }

    public void Dispose()
    {
        foreach (var made in _made.Values.Concat(_changed.Values))
            made.Crops.Dispose();
    }

    /// <param name="Inside">Path that the child knows.</param>
    /// <param name="Places">Indices of the sample's crops in a file of the whole dataset; null in one of the sample alone.</param>
    sealed record Made(CropWriter Crops, string Inside, IReadOnlyList<int>? Places)
    {
        /// <summary>Images of the sample that are ready.</summary>
        public int Count { get; set; }
    }
}
