using System.Text.RegularExpressions;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>Folders whose names say more than a class: a regular expression with a group <c>class</c>, an id or an
/// index, and any other named groups, which become facets of the pictures.</summary>
public sealed class FolderPattern
{
    const string Class = "class";

    readonly Regex _pattern;
    readonly string[] _facets;

    FolderPattern(Regex pattern) =>
        (_pattern, _facets) = (pattern, [.. pattern.GetGroupNames().Where(name => name != Class && !char.IsAsciiDigit(name[0]))]);

    /// <exception cref="FormatException">It is no regular expression that is matched in linear time, or has no group
    /// <c>class</c>.</exception>
    public static FolderPattern Parse(string pattern)
    {
        try
        {
            // Patterns come from operators' files, names from archives: matching is linear in the name.
            var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
            var regex = new Regex(pattern, options);
            return regex.GetGroupNames().Contains(Class)
                ? new(regex)
                : throw new FormatException("it has no group 'class', as in ^class_(?<class>[0-9]+)$");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"it is not a regular expression that is matched without going back: {e.Message}", e);
        }
    }

    /// <summary>Class and properties that a folder's name gives; null where it does not fit the pattern.</summary>
    /// <exception cref="DatasetImportException">A property has a character of the written form of facets.</exception>
    public (string Class, FacetSet Facets)? Read(string folder)
    {
        if (_pattern.Match(folder) is not { Success: true } match)
            return null;
        var facets = Facets(match).ToList();
        return facets.Exists(facet => facet.Value.AsSpan().ContainsAny(';', '='))
            ? throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                $"the folder '{FirstTen.Printable(folder)}' has ';' or '=' in a part that its variant's pattern takes for a property"
            )
            : (match.Groups[Class].Value, FacetSet.Of([.. facets]));
    }

    IEnumerable<(string Name, string Value)> Facets(Match match) =>
        _facets.Where(name => match.Groups[name].Length > 0).Select(name => (name, match.Groups[name].Value));
}
