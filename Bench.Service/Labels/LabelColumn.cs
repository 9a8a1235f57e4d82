namespace Bench.Service.Labels;

/// <summary>A remark about each image, such as the severity of a mistake.</summary>
/// <param name="Name">What the remarks are about.</param>
/// <param name="Values">The different remarks.</param>
/// <param name="Codes">[N] 0 for none, else 1 + index into <paramref name="Values"/>.</param>
public sealed record LabelColumn(string Name, IReadOnlyList<string> Values, ReadOnlyMemory<ushort> Codes)
{
    /// <summary>The remark about an image, or null.</summary>
    public string? Of(int image) => Codes.Span[image] is > 0 and var code ? Values[code - 1] : null;

    /// <param name="name">What the remarks are about.</param>
    /// <param name="remarks">[N] null for none.</param>
    public static LabelColumn Create(string name, IReadOnlyList<string?> remarks)
    {
        var values = remarks.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var codes = values.Select((value, i) => (value, i)).ToDictionary(v => v.value, v => (ushort)(v.i + 1), StringComparer.Ordinal);
        return new LabelColumn(name, values, remarks.Select(remark => remark is null ? (ushort)0 : codes[remark]).ToArray());
    }
}
