namespace Bench.Service.Labels.Formats;

/// <summary>Ids, as they appear in the API, of the label-file formats that are named elsewhere, too, and of the label sets that they
/// make; any other is in the list of <see cref="LabelImporter"/> alone.</summary>
public static class LabelFormats
{
    public const string RealJson = "real-json";
    public const string CleanlabMTurk = "cleanlab-mturk";
    public const string Mistakes = "mistakes";
    public const string Facets = "facets";
    public const string ImageList = "image-list";
    public const string Csv = "csv";

    /// <summary>Key and format of the labels that the layout itself gave.</summary>
    public const string Original = "original";

    /// <summary>Format of label sets made here, from operators' verdicts; no file has it.</summary>
    public const string Verdicts = "verdicts";

    public static readonly IReadOnlyList<string> All = [.. LabelImporter.Formats.Select(format => format.Id)];

    /// <summary>Formats whose columns may be named.</summary>
    public static readonly IReadOnlyList<string> WithColumns =
    [
        .. LabelImporter.Formats.Where(format => format.HasColumns).Select(format => format.Id),
    ];
}
