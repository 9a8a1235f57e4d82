using System.Collections.ObjectModel;

namespace Bench.Service.Datasets.Manifests;

/// <summary>Properties of an image other than its class, such as <c>corruption=fog;severity=3</c>. Images with the same
/// facets share one object.</summary>
public sealed class FacetSet
{
    public static readonly FacetSet None = new([]);

    readonly ReadOnlyDictionary<string, string> _values;
    readonly string _text;

    FacetSet(SortedDictionary<string, string> values)
    {
        _values = new ReadOnlyDictionary<string, string>(values);
        _text = values.Count == 0 ? "-" : string.Join(';', values.Select(v => $"{v.Key}={v.Value}"));
    }

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The facet's value, or null.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">A name or value is empty, repeated, or holds a character of the written
    /// form.</exception>
    public static FacetSet Of(params ReadOnlySpan<(string Name, string Value)> facets)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facets)
        {
            if (!IsWord(name) || !IsWord(value) || !values.TryAdd(name, value))
                throw new ArgumentException($"'{name}={value}' is not a facet", nameof(facets));
        }
        return values.Count == 0 ? None : new FacetSet(values);
    }

    /// <summary>Reads <c>name=value;name=value</c> in ascending order of names, or <c>-</c>.</summary>
    public static bool TryParse(string text, out FacetSet facets)
    {
        facets = None;
        if (text == "-")
            return true;
        var pairs = text.Split(';').Select(p => p.Split('=')).ToArray();
        if (pairs.Any(p => p.Length != 2 || !IsWord(p[0]) || !IsWord(p[1])) || pairs.DistinctBy(p => p[0]).Count() != pairs.Length)
            return false;
        facets = Of(pairs.Select(p => (p[0], p[1])).ToArray());
        return facets._text == text;
    }

    public override string ToString() => _text;

    static bool IsWord(string text) => text.Length is > 0 and <= 200 && !text.Any(c => c is ';' or '=' || char.IsControl(c));
}
