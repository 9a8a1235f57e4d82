namespace Bench.Service.Labels.Formats;

/// <summary>Ids of the label-file formats, as they appear in the API, and of the label sets that they make.</summary>
public static class LabelFormats
{
    public const string RealJson = "real-json";
    public const string CleanlabMTurk = "cleanlab-mturk";
    public const string MultiLabelV3 = "multilabel-v3";
    public const string ImageNetV2 = "imagenetv2";
    public const string Mistakes = "mistakes";
    public const string Facets = "facets";
    public const string ImageList = "image-list";
    public const string Csv = "csv";
    public const string Json = "json";

    /// <summary>Key and format of the labels that the layout itself gave.</summary>
    public const string Original = "original";

    /// <summary>Format of label sets made here, from operators' verdicts; no file has it.</summary>
    public const string Verdicts = "verdicts";

    public static readonly IReadOnlyList<string> All = [.. LabelImporter.Formats.Select(format => format.Id)];
}
