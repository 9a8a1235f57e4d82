namespace Bench.Service.Labels.Registration;

/// <param name="Dataset">Key of the dataset.</param>
/// <param name="Key">Key of the label set; the format when absent. Formats that make several sets have keys of their
/// own.</param>
/// <param name="Format">How the file is written.</param>
/// <param name="Source">Where the labels come from, for people.</param>
/// <param name="Columns">Of a csv with other column names: the file's names by ours, such as {"file_name": "id",
/// "labels": "proposed_labels"}; weight too.</param>
/// <param name="Disagrees">True for labels that are meant to be of something else than the dataset's own, such as the
/// textures of cue-conflict: hardly any agreement is then a check and no refusal.</param>
public sealed record LabelSetManifest(
    string Dataset,
    [property: KnownLabelFormat] string Format,
    string? Key = null,
    string? Source = null,
    IReadOnlyDictionary<string, string>? Columns = null,
    bool Disagrees = false
);
