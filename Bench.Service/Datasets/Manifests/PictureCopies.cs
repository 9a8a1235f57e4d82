using Bench.Metrics.Clustered;

namespace Bench.Service.Datasets.Manifests;

/// <summary>Which picture each image is of, in datasets that show a picture many times: copies under corruptions,
/// frames of films.</summary>
/// <remarks>A picture is called by what is left of an image's path: without corruption and level, or, of a film, the
/// folder of the film without its perturbation. LAION-C's authors write distortion and intensity behind each name too
/// (<c>a_mosaic_3.JPEG</c>): these go as well.</remarks>
public sealed class PictureCopies
{
    /// <summary>Letters of a distortion's name in a file's.</summary>
    const int ShortestName = 4;

    readonly Lazy<ImageIndex> _pictures;
    readonly Lazy<Clusters?> _clusters;
    readonly Lazy<ILookup<int, int>> _images;
    readonly Lazy<ILookup<string, int>> _films;

    PictureCopies(DatasetManifest manifest, bool films, int[] of, IReadOnlyList<string> names)
    {
        (IsFilms, Of, Names) = (films, of, names);
        _pictures = new(() => new([.. names.Select(name => new ManifestImage(name, 0, default, [], FacetSet.None))]));
        _clusters = new(() => names.Count == of.Length ? null : new(of, names.Count));
        _images = new(() => Enumerable.Range(0, of.Length).ToLookup(image => of[image]));
        _films = new(() => Enumerable.Range(0, films ? of.Length : 0).ToLookup(image => FilmOf(manifest.Images[image].Path)));
    }

    /// <summary>Whether images are the frames of films.</summary>
    public bool IsFilms { get; }

    /// <summary>[N] picture of each image, 0 … <see cref="Count"/> − 1, in the order in which they are met.</summary>
    public IReadOnlyList<int> Of { get; }

    /// <summary>Name of each picture.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of pictures.</summary>
    public int Count => Names.Count;

    /// <summary>The images of each picture; null where no picture is shown twice.</summary>
    public Clusters? Clusters => _clusters.Value;

    /// <summary>Null where every image is a picture of its own.</summary>
    internal static PictureCopies? In(DatasetManifest manifest)
    {
        if (manifest.Count == 0)
            return null;
        var films = manifest.Images[0].Facets[FacetNames.Perturbation] is not null;
        if (!films && manifest.Images[0].Facets[FacetNames.Corruption] is null)
            return null;
        var (of, pictures) = (new int[manifest.Count], new Dictionary<string, int>(StringComparer.Ordinal));
        var byName = pictures.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < of.Length; i++)
        {
            var name = NameOf(manifest.Images[i], films);
            byName.TryAdd(name, pictures.Count);
            of[i] = byName[name];
        }
        return new(manifest, films, of, [.. pictures.OrderBy(pair => pair.Value).Select(pair => pair.Key)]);
    }

    /// <summary>The images that a name from another file means where it means no single one: all copies of a picture,
    /// or the frames of a film; empty where there is none.</summary>
    public IEnumerable<int> Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = name.Replace('\\', '/');
        return _films.Value.Contains(wanted) ? _films.Value[wanted] : _images.Value[_pictures.Value.Find(wanted)];
    }

    /// <summary>Folder of a frame's film.</summary>
    public static string FilmOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path[..path.LastIndexOf('/')];
    }

    static ReadOnlySpan<char> NameOf(ManifestImage image, bool films)
    {
        var path = image.Path.AsSpan();
        if (films)
            return path[(image.Facets[FacetNames.Perturbation]!.Length + 1)..path.LastIndexOf('/')];
        // Corruption and level are the first two elements of the path; what follows is the same for every copy.
        var corruption = image.Facets[FacetNames.Corruption]!;
        return WithoutSuffix(path[(corruption.Length + image.Facets[FacetNames.Severity]!.Length + 2)..], corruption);
    }

    /// <summary>A name without <c>_distortion_n</c>, where the distortion is what the folder's name begins with and n a
    /// single digit.</summary>
    static ReadOnlySpan<char> WithoutSuffix(ReadOnlySpan<char> name, string corruption)
    {
        var dot = name.LastIndexOf('.');
        var stem = dot < 0 ? name : name[..dot];
        if (stem.Length < 3 || !char.IsAsciiDigit(stem[^1]) || stem[^2] != '_')
            return name;
        stem = stem[..^2];
        for (var length = corruption.Length; length >= ShortestName; length--)
            if (
                stem.Length > length + 1
                && stem[^(length + 1)] == '_'
                && stem.EndsWith(corruption.AsSpan(0, length), StringComparison.Ordinal)
            )
                return string.Concat(stem[..^(length + 1)], dot < 0 ? "" : name[dot..]);
        return name;
    }
}
