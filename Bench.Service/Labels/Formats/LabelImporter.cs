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
    /// <summary>Every format with its reader, in the order in which they are listed. A format that is not here does not
    /// exist: <see cref="LabelFormats.All"/> is made from it.</summary>
    internal static readonly (string Format, LabelReader Read)[] Readers =
    [
        (LabelFormats.RealJson, (file, key, target, _) => RealLabels.Import(file, key, target)),
        (LabelFormats.CleanlabMTurk, (file, _, target, _) => CleanlabLabels.Import(file, target)),
        (LabelFormats.MultiLabelV3, (file, _, target, _) => MultiLabelV3Labels.Import(file, target)),
        (LabelFormats.ImageNetV2, (file, key, target, _) => ImageNetV2Labels.Import(file, key, target)),
        (LabelFormats.Mistakes, (file, key, target, _) => MistakeLabels.Import(file, key, target)),
        (LabelFormats.Facets, FacetLabels.Import),
        (LabelFormats.ImageList, (file, key, target, _) => ImageListLabels.Import(file, key, target)),
        (LabelFormats.Csv, TableLabels.ImportCsv),
        (LabelFormats.Json, (file, key, target, _) => TableLabels.ImportJson(file, key, target)),
    ];

    /// <param name="columns">Which columns of a table hold what, where it names them otherwise; null for the usual
    /// names.</param>
    internal delegate IReadOnlyList<ImportedLabelSet> LabelReader(
        LabelFile file,
        string key,
        LabelTarget target,
        IReadOnlyDictionary<string, string>? columns
    );

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
        var sets = Readers.Single(reader => reader.Format == format).Read(file, key, target, columns);
        return [.. sets.Select(set => LabelBreadth.Checked(LabelAgreement.Checked(set, target, disagrees), target))];
    }
}
