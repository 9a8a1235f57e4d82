using Bench.Service.Datasets;

namespace Bench.Service.Labels;

/// <summary>Makes label sets from the official files and from tables of one's own.</summary>
/// <remarks>
/// <c>real-json</c>, <c>cleanlab-mturk</c>, <c>multilabel-v3</c>, <c>imagenetv2</c> and <c>mistakes</c> are known files about a whole dataset: over a part of it, entries about other images
/// are counted (<see cref="ImportedLabelSet.Unmatched"/>) and at least one must fit. <c>csv</c> and <c>json</c> must speak of the dataset's images only.
/// In all formats images without an entry are left out with a reason, except cleanlab's, where what nobody reviewed keeps its label.
/// </remarks>
public static class LabelImporter
{
    /// <summary>Every format with its reader, in the order in which they are listed. A format that is not here does not exist: <see cref="LabelFormats.All"/> is made from it.</summary>
    internal static readonly (string Format, Func<LabelFile, string, LabelTarget, IReadOnlyList<ImportedLabelSet>> Read)[] Readers =
    [
        (LabelFormats.RealJson, RealLabels.Import),
        (LabelFormats.CleanlabMTurk, (file, _, target) => CleanlabLabels.Import(file, target)),
        (LabelFormats.MultiLabelV3, (file, _, target) => MultiLabelV3Labels.Import(file, target)),
        (LabelFormats.ImageNetV2, ImageNetV2Labels.Import),
        (LabelFormats.Mistakes, MistakeLabels.Import),
        (LabelFormats.Csv, TableLabels.ImportCsv),
        (LabelFormats.Json, TableLabels.ImportJson),
    ];

    /// <param name="path">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="format">One of <see cref="LabelFormats"/>.</param>
    /// <param name="key">Key of the label set; not used by formats that make several, which have names of their own.</param>
    /// <param name="source">What the operator says about its origin.</param>
    /// <param name="target">The dataset.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="LabelSetException">What is wrong with the file.</exception>
    public static async Task<IReadOnlyList<ImportedLabelSet>> ImportAsync(
        string path, string name, string format, string key, string? source, LabelTarget target, CancellationToken cancellationToken)
    {
        if (!LabelFormats.All.Contains(format))
            throw new LabelSetException(LabelSetCodes.FormatUnknown, $"there is no label format '{FirstTen.Printable(format)}'; known are {string.Join(", ", LabelFormats.All)}");
        using var file = await LabelFile.OpenAsync(path, FirstTen.Printable(name), format, source, cancellationToken).ConfigureAwait(false);
        return Readers.Single(reader => reader.Format == format).Read(file, key, target);
    }
}
