namespace Bench.Data.Predictions;

/// <summary>NumPy's names for element types.</summary>
static class NpyTypes
{
    static readonly (NpyType Type, string Description, int Size, Type Element)[] _all =
    [
        (NpyType.U2, "<u2", 2, typeof(ushort)),
        (NpyType.I4, "<i4", 4, typeof(int)),
        (NpyType.I8, "<i8", 8, typeof(long)),
        (NpyType.F2, "<f2", 2, typeof(Half)),
        (NpyType.F4, "<f4", 4, typeof(float)),
        (NpyType.F8, "<f8", 8, typeof(double)),
    ];

    /// <summary>NumPy's dtype string.</summary>
    public static string Describe(this NpyType type) => _all[(int)type].Description;

    /// <summary>Bytes of an element.</summary>
    public static int Size(this NpyType type) => _all[(int)type].Size;

    public static bool Is<T>(this NpyType type) where T : unmanaged => _all[(int)type].Element == typeof(T);

    public static NpyType? Parse(string description)
    {
        foreach (var known in _all)
            if (known.Description == description) return known.Type;
        return null;
    }
}
