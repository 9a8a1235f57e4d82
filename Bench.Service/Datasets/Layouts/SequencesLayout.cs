using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>Frames of films, ImageNet-P's once they are unpacked: <c>&lt;perturbation&gt;/&lt;class
/// id&gt;/&lt;sequence&gt;/*.png</c>. The perturbation becomes a facet; a sequence is a folder, its frames are in the
/// order of the numbers in their names.</summary>
sealed class SequencesLayout : IDatasetLayout
{
    public string Id => "sequences";

    public string Reads => "frames of films, `<perturbation>/<class>/<film>/<number>.png` ([films](imagenet-family.md#films))";

    public bool CropOnly => true;

    public bool HeadOnly => true;

    public bool IsFilms => true;

    public IReadOnlyCollection<string>? ClassFolders(ImageTree tree) =>
        [.. tree.Folders("").SelectMany(tree.Folders).Distinct(StringComparer.Ordinal)];

    public Task<IReadOnlyList<FoundImage>> FindAsync(LayoutContext context, CancellationToken cancellationToken)
    {
        var (found, loose) = (new List<FoundImage>(), new FirstTen());
        foreach (var perturbation in context.Tree.Folders(""))
        {
            if (perturbation.AsSpan().ContainsAny(';', '='))
                throw Refuse($"the name of the perturbation '{FirstTen.Printable(perturbation)}' has ';' or '=' in it");
            var facets = FacetSet.Of((FacetNames.Perturbation, perturbation));
            var images = ImageFolderLayout.ByFolder(
                context,
                perturbation,
                context.Tree.Folders(perturbation),
                folder => ImageFolderLayout.Label(context, folder),
                cancellationToken,
                _ => facets
            );
            foreach (var image in images)
                if (image.Path.AsSpan().Count('/') < 3)
                    loose.Add(image.Path);
            found.AddRange(images);
        }
        if (found.Count == 0)
            throw Refuse("there are no folders <perturbation>/<class>/<sequence>");
        if (loose.Any)
            throw Refuse($"{loose.Count:N0} frames lie in a class folder, not in the folder of a sequence: {loose}");
        foreach (var film in found.GroupBy(image => PictureCopies.FilmOf(image.Path), StringComparer.Ordinal))
            RequireFrames(
                film.Key,
                [.. film.Select(image => (image.Path[(image.Path.LastIndexOf('/') + 1)..], FrameNumber.Of(image.Path)))]
            );
        return Task.FromResult<IReadOnlyList<FoundImage>>(found);
    }

    /// <summary>Frames are compared with the ones after them: one in another place makes flips of its own. Where no
    /// name has a number the names are the order.</summary>
    static void RequireFrames(string film, IReadOnlyList<(string Name, long? Number)> frames)
    {
        if (frames.All(frame => frame.Number is null))
            return;
        if (frames.FirstOrDefault(frame => frame.Number is null) is { Name: { } unnumbered })
            throw Refuse($"the frame '{FirstTen.Printable(unnumbered)}' of {film} has no number, and others have");
        var sorted = frames.OrderBy(frame => frame.Number).ToList();
        for (var i = 1; i < sorted.Count; i++)
            if (sorted[i].Number == sorted[i - 1].Number)
                throw Refuse(
                    $"the frames '{FirstTen.Printable(sorted[i - 1].Name)}' and '{FirstTen.Printable(sorted[i].Name)}' of {film} have one "
                        + "number"
                );
    }

    static DatasetImportException Refuse(string message) => new(DatasetImportCodes.LayoutInvalid, message);
}
