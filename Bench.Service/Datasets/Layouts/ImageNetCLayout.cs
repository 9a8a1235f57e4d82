using Bench.Data.Outcomes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>ImageNet-C and every tree like it: <c>&lt;corruption&gt;/&lt;level&gt;/&lt;class id&gt;/*.JPEG</c>;
/// corruption and level become facets. Levels have any names: 1 to 5 in ImageNet-C, fractions in ImageNet-C-bar, words
/// in others.</summary>
sealed class ImageNetCLayout : IDatasetLayout
{
    public string Id => LayoutIds.ImageNetC;

    public string Reads =>
        "`<corruption>/<level>/<class>/*`; levels have any names, and `severity` is the number "
        + "itself where all are whole numbers, else the rank by the number in the name";

    public bool CropOnly => true;

    public bool HeadOnly => true;

    public bool IsCorruptionTree => true;

    public IReadOnlyCollection<string>? ClassFolders(ImageTree tree) =>
        [.. Cells(tree).SelectMany(cell => tree.Folders($"{cell.Corruption}/{cell.Severity}")).Distinct(StringComparer.Ordinal)];

    public Task<IReadOnlyList<FoundImage>> FindAsync(LayoutContext context, CancellationToken cancellationToken)
    {
        var found = new List<FoundImage>();
        foreach (var (corruption, severity) in Cells(context.Tree))
        {
            var start = $"{corruption}/{severity}";
            var facets = FacetSet.Of((FacetNames.Corruption, corruption), (FacetNames.Severity, severity));
            found.AddRange(
                ImageFolderLayout.ByFolder(
                    context,
                    start,
                    context.Tree.Folders(start),
                    folder => ImageFolderLayout.Label(context, folder),
                    cancellationToken,
                    _ => facets
                )
            );
        }
        return Task.FromResult<IReadOnlyList<FoundImage>>(found);
    }

    static List<(string Corruption, string Severity)> Cells(ImageTree tree)
    {
        var cells = new List<(string, string)>();
        foreach (var corruption in tree.Folders(""))
        foreach (var level in tree.Folders(corruption))
            cells.Add((corruption, level));
        var wrong = FirstTen.Of(cells.Select(cell => $"{cell.Item1}/{cell.Item2}").Where(cell => cell.AsSpan().ContainsAny(';', '=')));
        if (wrong.Any)
            throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                $"{Counted.Of(wrong.Count, "name")} of corruptions or levels {Counted.Word(wrong.Count, "has", "have")} ';' or "
                    + $"'=' in them: {wrong}"
            );
        return cells.Count > 0
            ? cells
            : throw new DatasetImportException(DatasetImportCodes.LayoutInvalid, "there are no folders <corruption>/<level>/<class>");
    }
}
