using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Makes label sets from the official files and from tables of one's own.</summary>
/// <remarks>
/// <c>real-json</c>, <c>cleanlab-mturk</c>, <c>multilabel-v3</c>, <c>imagenetv2</c> and <c>mistakes</c> are known files
/// about a whole dataset: over a part of it, entries about other images are counted
/// (<see cref="ImportedLabelSet.Unmatched"/>) and at least one must fit. <c>csv</c> and <c>json</c> may name the
/// dataset's images only. In all formats images without an entry are left out with a reason, except cleanlab's, where
/// what nobody reviewed keeps its label.
/// </remarks>
public static class LabelImporter
{
    const string OneSet = "one, under your key";
    const string OneOfAnnotations = "one of annotations, under your key";

    /// <summary>Every format with its reader, in the order in which they are listed. A format that is not here does not
    /// exist: <see cref="LabelFormats.All"/> and the documents' table are made from it.</summary>
    internal static readonly LabelFormat[] Formats =
    [
        new(
            LabelFormats.RealJson,
            "ReaL's `real.json`: 50,000 lists of class indices",
            OneSet,
            (file, key, target, _) => RealLabels.Import(file, key, target)
        ),
        new(
            LabelFormats.CleanlabMTurk,
            "five-vote reviews of label errors",
            "`cleanlab-fixed`, `cleanlab-pruned`, `cleanlab-set`",
            (file, _, target, _) => CleanlabLabels.Import(file, target)
        ),
        new(
            "multilabel-v3",
            "`human_accuracy_v3.0.0.json`: correct, wrong, unclear, problematic",
            "`multilabel`, `imagenet-major`",
            (file, _, target, _) => MultiLabelV3Labels.Import(file, target)
        ),
        new("imagenetv2", "lists of `[image, wnid]`", OneSet, (file, key, target, _) => ImageNetV2Labels.Import(file, key, target)),
        new(
            LabelFormats.Mistakes,
            "reviewed mistakes with category and severity",
            OneOfAnnotations,
            (file, key, target, _) => MistakeLabels.Import(file, key, target)
        ),
        new(
            LabelFormats.Facets,
            "`file_name` and any other columns: properties of the images",
            OneOfAnnotations,
            FacetLabels.Import,
            HasColumns: true
        ),
        new(
            LabelFormats.ImageList,
            "a name or path of an image on each line, as RobustBench publishes its 5,000: the images that "
                + "[attacks](adversarial.md#which-images) are made on",
            OneOfAnnotations,
            (file, key, target, _) => ImageListLabels.Import(file, key, target)
        ),
        new(
            LabelFormats.Csv,
            "`file_name,labels[,weight]`, separated by commas, tabs, semicolons or bars; several labels separated by `;`, "
                + @"`\|` or a space",
            OneSet,
            TableLabels.ImportCsv,
            HasColumns: true
        ),
        new(
            "json",
            "`{image: label}`, `{image: [labels]}` or `{image: {\"labels\": […], \"weight\": 1}}`",
            OneSet,
            (file, key, target, _) => TableLabels.ImportJson(file, key, target)
        ),
    ];

    /// <summary>The other overload with the usual columns, for labels of the same thing as the dataset's own.</summary>
    public static Task<IReadOnlyList<ImportedLabelSet>> ImportAsync(
        string path,
        string name,
        string format,
        string key,
        string? source,
        LabelTarget target,
        CancellationToken cancellationToken
    ) => ImportAsync(path, name, format, key, source, target, columns: null, disagrees: false, cancellationToken);

    /// <param name="path">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="format">One of <see cref="LabelFormats"/>.</param>
    /// <param name="key">Key of the label set; not used by formats that make several, which have names of their
    /// own.</param>
    /// <param name="source">What the operator says about its origin.</param>
    /// <param name="target">The dataset.</param>
    /// <param name="columns">Names of a table's columns by ours; null for the usual ones.</param>
    /// <param name="disagrees">Whether the labels are meant to be of something else than the dataset's own.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="LabelSetException">What is wrong with the file.</exception>
    public static async Task<IReadOnlyList<ImportedLabelSet>> ImportAsync(
        string path,
        string name,
        string format,
        string key,
        string? source,
        LabelTarget target,
        IReadOnlyDictionary<string, string>? columns,
        bool disagrees,
        CancellationToken cancellationToken
    )
    {
        if (!LabelFormats.All.Contains(format))
            throw new LabelSetException(
                LabelSetCodes.FormatUnknown,
                $"there is no label format '{FirstTen.Printable(format)}'; known are {string.Join(", ", LabelFormats.All)}"
            );
        using var file = await LabelFile.OpenAsync(path, FirstTen.Printable(name), format, source, cancellationToken);
        var sets = Formats.Single(known => known.Id == format).Import(file, key, target, columns);
        return [.. sets.Select(set => LabelBreadth.Checked(LabelAgreement.Checked(set, target, disagrees), target))];
    }
}
