using System.Globalization;
using Bench.Imaging.Properties;
using Bench.Metrics.Facets;

namespace Bench.Service.Labels.Formats;

/// <summary>The facets that every dataset with pictures has from its import: what its files say of themselves and what
/// their pixels are like.</summary>
public static class PropertyFacets
{
    /// <summary>Key of the set.</summary>
    public const string Key = "image-properties";

    /// <summary>Column of perceptual hashes in hexadecimal: for comparisons with other datasets, no facet. Datasets of
    /// more images than a column has values are without it.</summary>
    public const string HashColumn = "perceptual hash";

    /// <summary>Null where no picture could be decoded.</summary>
    /// <param name="target">The dataset.</param>
    /// <param name="properties">[N] of each of its pictures; null of those that cannot be decoded.</param>
    public static ImportedLabelSet? Make(LabelTarget target, IReadOnlyList<ImageProperties?> properties)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(properties);
        if (properties.All(each => each is null))
            return null;
        var nearest = NearDuplicates.Nearest([.. properties.Select(each => each?.Hash)]);
        var labels = new LabelsBuilder(target);
        for (var image = 0; image < properties.Count; image++)
            if (properties[image] is null)
                labels.Exclude(ExclusionReasons.NotAnnotated);
            else if (target.Manifest.Images[image].Classes.IsEmpty)
                labels.Exclude(ExclusionReasons.NoLabel);
            else
                labels.Use(target.Manifest.Images[image].Classes.AsSpan());
        var source = string.Create(CultureInfo.InvariantCulture, $"measured at import by {PropertyReader.Decoder}");
        return labels.ToEmptySet(Key, new LabelSource(LabelFormats.Facets, Source: source), LabelSetKind.Annotations) with
        {
            Columns =
            [
                Numbers("width", each => each.Width),
                Numbers("height", each => each.Height),
                Numbers("aspect ratio", each => (double)each.Width / each.Height),
                Numbers("JPEG quality", each => each.JpegQuality),
                Words("gray", (each, _) => each.IsGray ? "gray" : "colour"),
                Numbers("brightness", each => each.Brightness),
                Numbers("sharpness", each => each.Sharpness),
                Numbers("entropy", each => each.Entropy),
                Words("near-duplicate", (_, image) => nearest[image] < 0 ? "none" : "of another here"),
                .. properties.Count < ushort.MaxValue
                    ? (LabelColumn[])[Words(HashColumn, (each, _) => each.Hash?.ToString("x16", CultureInfo.InvariantCulture))]
                    : [],
            ],
        };

        LabelColumn Numbers(string name, Func<ImageProperties, double?> of) =>
            LabelColumn.Create(name, NumberBins.Name([.. properties.Select(each => each is null ? null : of(each))]));

        LabelColumn Words(string name, Func<ImageProperties, int, string?> of) =>
            LabelColumn.Create(name, [.. properties.Select((each, image) => each is null ? null : of(each, image))]);
    }
}
