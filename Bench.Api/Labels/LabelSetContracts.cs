using System.ComponentModel.DataAnnotations;
using Bench.Data.Outcomes;
using Bench.Service.Labels;

namespace Bench.Api.Labels;

/// <param name="Dataset">Key of the dataset.</param>
/// <param name="Key">Key of the label set; the format when absent. Formats that make several sets have keys of their own.</param>
/// <param name="Format">real-json, cleanlab-mturk, multilabel-v3, imagenetv2, mistakes, csv or json.</param>
/// <param name="Source">Where the labels come from, for people.</param>
/// <param name="Columns">Of a csv with other column names: the file's names by ours, such as {"file_name": "id", "labels":
/// "proposed_labels"}; weight too.</param>
public sealed record LabelSetManifest(
    string Dataset,
    [property: AllowedValues(
        LabelFormats.RealJson,
        LabelFormats.CleanlabMTurk,
        LabelFormats.MultiLabelV3,
        LabelFormats.ImageNetV2,
        LabelFormats.Mistakes,
        LabelFormats.Csv,
        LabelFormats.Json
    )]
        string Format,
    string? Key = null,
    string? Source = null,
    IReadOnlyDictionary<string, string>? Columns = null
);

/// <param name="Kind">single, set, slice or annotations.</param>
/// <param name="Used">Images that the view uses.</param>
/// <param name="Excluded">Images left out, by reason.</param>
/// <param name="Checks">What is doubtful about these labels.</param>
/// <param name="Scored">Completed evaluations scored under it.</param>
/// <param name="ToScore">Evaluations to score under it: all completed ones of the dataset; none for annotations, no more for a version that
/// was replaced.</param>
/// <param name="Failed">Evaluations whose scoring under it has failed for good; the operator's log says why.</param>
public sealed record LabelSetView(
    Guid Id,
    string Dataset,
    string Key,
    int Version,
    string Kind,
    string Format,
    string? Source,
    string? SourceSha256,
    string Hash,
    int Used,
    IReadOnlyDictionary<string, int> Excluded,
    IReadOnlyList<Check> Checks,
    bool IsCurrent,
    int Scored,
    int ToScore,
    int Failed,
    DateTime CreatedAt
);
