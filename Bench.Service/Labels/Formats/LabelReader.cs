namespace Bench.Service.Labels.Formats;

/// <param name="file">The file.</param>
/// <param name="key">The key that the operator chose.</param>
/// <param name="target">The dataset.</param>
/// <param name="columns">Which columns of a table hold what, where it names them otherwise; null for the usual
/// names.</param>
internal delegate IReadOnlyList<ImportedLabelSet> LabelReader(
    LabelFile file,
    string key,
    LabelTarget target,
    IReadOnlyDictionary<string, string>? columns
);
