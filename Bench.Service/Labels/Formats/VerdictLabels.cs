using System.Globalization;
using System.Text.Json;
using Bench.Data.Labels;
using Bench.Metrics.Truth;

namespace Bench.Service.Labels.Formats;

/// <summary>A label set corrected by people's verdicts: another label set's labels, changed where somebody has said
/// something.</summary>
/// <remarks>
/// <c>given</c> keeps the base label set's labels; <c>guessed</c> puts the named class in their place; <c>both</c> adds
/// it; <c>neither</c> and <c>unclear</c> leave the image out. Who names as right the one label that the image has
/// confirms it: that is <c>given</c>. An image that the base label set leaves out is used again when a class is named
/// for it. The columns <c>verdict</c> and <c>guessed</c> carry what was said, over what the base label set's own
/// reviews say; other columns and weights are the base label set's.
/// </remarks>
public static class VerdictLabels
{
    /// <param name="from">The label set that is corrected.</param>
    /// <param name="verdicts">Verdicts by image.</param>
    /// <param name="key">Key of the new set.</param>
    /// <param name="source">Where it comes from, for people.</param>
    /// <param name="target">The dataset of both.</param>
    /// <exception cref="LabelSetException">Not one image is left.</exception>
    public static ImportedLabelSet Make(
        ImportedLabelSet from,
        IReadOnlyDictionary<int, ImageVerdict> verdicts,
        string key,
        string source,
        LabelTarget target
    )
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(target);
        verdicts = verdicts.ToDictionary(said => said.Key, said => said.Value.On(LabelsOf(from.Labels, said.Key)));
        var labels = new LabelsBuilder(target);
        for (var image = 0; image < target.Manifest.Count; image++)
            Add(labels, from.Labels, image, verdicts.TryGetValue(image, out var said) ? said : null);
        var made = labels.ToSet(
            key,
            "the corrected view",
            new LabelSource(LabelFormats.Verdicts, null, source),
            from.Kind == LabelSetKind.Slice ? from.Kind : null
        );
        return made with { Labels = made.Labels with { Weights = from.Weights }, Columns = Columns(from, verdicts) };
    }

    static ReadOnlySpan<ushort> LabelsOf(GroundTruth from, int image) => from.IsUsed(image) ? from.Of(image) : [];

    static void Add(LabelsBuilder labels, GroundTruth from, int image, ImageVerdict? said)
    {
        var used = from.IsUsed(image);
        switch (said)
        {
            case { Verdict: Verdict.Guessed, Class: { } instead }:
                labels.Use([instead]);
                break;
            case { Verdict: Verdict.Both, Class: { } too }:
                labels.Use(used ? [.. from.Of(image), too] : [too], used ? from.UnclearOf(image) : []);
                break;
            case { Verdict: Verdict.Neither }:
                labels.Exclude(ExclusionReasons.Neither);
                break;
            case { Verdict: null }:
                labels.Exclude(ExclusionReasons.NoMajority);
                break;
            case { Verdict: Verdict.Unclear }:
                labels.Exclude(ExclusionReasons.Unclear);
                break;
            default:
                if (used)
                    labels.Use(from.Of(image), from.UnclearOf(image));
                else
                    labels.Exclude(from.ExclusionReasons[from.Exclusions.Span[image] - 1]);
                break;
        }
    }

    static LabelColumn[] Columns(ImportedLabelSet from, IReadOnlyDictionary<int, ImageVerdict> verdicts) =>
        [
            Column(
                from,
                "verdict",
                verdicts,
                said =>
                    said.Verdict is { } verdict ? JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString()) : ExclusionReasons.NoMajority
            ),
            Column(from, "guessed", verdicts, said => said.Class?.ToString(CultureInfo.InvariantCulture)),
            .. from.Columns.Where(column => column.Name is not ("verdict" or "guessed")),
        ];

    static LabelColumn Column(
        ImportedLabelSet from,
        string name,
        IReadOnlyDictionary<int, ImageVerdict> verdicts,
        Func<ImageVerdict, string?> text
    )
    {
        var before = from.Columns.FirstOrDefault(column => column.Name == name);
        return LabelColumn.Create(
            name,
            [
                .. Enumerable
                    .Range(0, from.Labels.Count)
                    .Select(image => verdicts.TryGetValue(image, out var said) ? text(said) : before?.Of(image)),
            ]
        );
    }
}
