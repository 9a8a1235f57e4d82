using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>ImageNet-C: <c>&lt;corruption&gt;/&lt;severity 1–5&gt;/&lt;class id&gt;/*.JPEG</c>; corruption and severity become
/// facets.</summary>
sealed class ImageNetCLayout : IDatasetLayout
{
    public const string Corruption = "corruption";
    public const string Severity = "severity";

    static readonly string[] _severities = ["1", "2", "3", "4", "5"];

    public string Id => LayoutIds.ImageNetC;

    public IReadOnlyCollection<string>? ClassFolders(ImageTree tree) =>
        [.. Cells(tree).SelectMany(cell => tree.Folders($"{cell.Corruption}/{cell.Severity}")).Distinct(StringComparer.Ordinal)];

    public Task<IReadOnlyList<FoundImage>> FindAsync(LayoutContext context, CancellationToken cancellationToken)
    {
        var found = new List<FoundImage>();
        foreach (var (corruption, severity) in Cells(context.Tree))
        {
            var start = $"{corruption}/{severity}";
            var facets = FacetSet.Of((Corruption, corruption), (Severity, severity));
            found.AddRange(
                ImageFolderLayout.ByFolder(
                    context,
                    start,
                    context.Tree.Folders(start),
                    folder => ImageFolderLayout.Label(context, folder),
                    cancellationToken,
                    facets
                )
            );
        }
        return Task.FromResult<IReadOnlyList<FoundImage>>(found);
    }

    static List<(string Corruption, string Severity)> Cells(ImageTree tree)
    {
        var (cells, wrong) = (new List<(string, string)>(), new FirstTen());
        foreach (var corruption in tree.Folders(""))
        foreach (var severity in tree.Folders(corruption))
            if (_severities.Contains(severity))
                cells.Add((corruption, severity));
            else
                wrong.Add($"{corruption}/{severity}");
        if (wrong.Any)
            throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                $"{wrong.Count:N0} folders are not a severity from 1 to 5: {wrong}. The layout is <corruption>/<severity>/<class>/*"
            );
        return cells.Count > 0
            ? cells
            : throw new DatasetImportException(DatasetImportCodes.LayoutInvalid, "there are no folders <corruption>/<severity>");
    }
}
