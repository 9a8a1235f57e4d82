using System.Collections.Immutable;
using System.Globalization;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Datasets.Manifests;

/// <summary>Image lines of a manifest. Labels and facets that repeat are one object, so that 3.75 million images of
/// ImageNet-C stay small.</summary>
sealed class ManifestRows(int classes)
{
    readonly Dictionary<string, ImmutableArray<ushort>> _labels = new(StringComparer.Ordinal);
    readonly Dictionary<string, FacetSet> _facets = new(StringComparer.Ordinal);

    /// <summary>The image that the line describes, or null when the line is not canonical.</summary>
    public ManifestImage? Parse(ReadOnlySpan<char> line)
    {
        Span<Range> fields = stackalloc Range[6];
        if (line.Split(fields, '\t') != 5)
            return null;
        var path = line[fields[4]].ToString();
        return
            ContentHash.TryParse(line[fields[0]], out var hash)
            && long.TryParse(line[fields[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && Labels(line[fields[2]]) is { } labels
            && Facets(line[fields[3]]) is { } facets
            && DatasetPath.IsSafe(path)
            ? new ManifestImage(path, size, hash, labels, facets)
            : null;
    }

    ImmutableArray<ushort>? Labels(ReadOnlySpan<char> text)
    {
        var known = _labels.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out var labels))
            return labels;
        labels = [];
        if (text is not "-")
            foreach (var word in text.Split('|'))
            {
                if (!ClassIndexText.TryParse(text[word], out var label) || label >= classes || (labels.Length > 0 && labels[^1] >= label))
                    return null;
                labels = labels.Add((ushort)label);
            }
        known[text] = labels;
        return labels;
    }

    FacetSet? Facets(ReadOnlySpan<char> text)
    {
        var known = _facets.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out var facets))
            return facets;
        if (!FacetSet.TryParse(text.ToString(), out facets!))
            return null;
        known[text] = facets;
        return facets;
    }
}
