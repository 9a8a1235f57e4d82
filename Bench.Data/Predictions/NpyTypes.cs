namespace Bench.Data.Predictions;

/// <summary>NumPy's names for element types.</summary>
public static class NpyTypes
{
    static readonly (NpyType Type, string Code, string Name, int Size, Type Element)[] All =
    [
        (NpyType.U1, "u1", "uint8", 1, typeof(byte)),
        (NpyType.I1, "i1", "int8", 1, typeof(sbyte)),
        (NpyType.U2, "u2", "uint16", 2, typeof(ushort)),
        (NpyType.I2, "i2", "int16", 2, typeof(short)),
        (NpyType.U4, "u4", "uint32", 4, typeof(uint)),
        (NpyType.I4, "i4", "int32", 4, typeof(int)),
        (NpyType.U8, "u8", "uint64", 8, typeof(ulong)),
        (NpyType.I8, "i8", "int64", 8, typeof(long)),
        (NpyType.F2, "f2", "float16", 2, typeof(Half)),
        (NpyType.F4, "f4", "float32", 4, typeof(float)),
        (NpyType.F8, "f8", "float64", 8, typeof(double)),
    ];

    /// <summary>NumPy's dtype string, little-endian.</summary>
    public static string Describe(this NpyType type) => (type.Size() == 1 ? "|" : "<") + All[(int)type].Code;

    /// <summary>The type as NumPy prints it: <c>uint16</c>.</summary>
    public static string Name(this NpyType type) => All[(int)type].Name;

    /// <summary>Bytes of an element.</summary>
    public static int Size(this NpyType type) => All[(int)type].Size;

    public static bool Is<T>(this NpyType type)
        where T : unmanaged => All[(int)type].Element == typeof(T);

    public static bool IsWhole(this NpyType type) => type < NpyType.F2;

    /// <summary>Name of the type that <typeparamref name="T"/> is read from without conversion.</summary>
    public static string NameOf<T>() => Array.Find(All, known => known.Element == typeof(T)).Name;

    /// <param name="description">NumPy's dtype string with its byte order.</param>
    public static (NpyType Type, bool BigEndian)? Parse(string description)
    {
        if (description is not ['<' or '>' or '|' or '=', ..])
            return null;
        foreach (var known in All)
            if (description.AsSpan(1).SequenceEqual(known.Code))
                return (known.Type, description[0] == '>');
        return null;
    }

    /// <summary>The type of an array that is not read, in words.</summary>
    public static string Words(string description) =>
        description.TrimStart('<', '>', '|', '=') switch
        {
            ['O', ..] => "of type object (Python objects, which are never unpickled)",
            ['U' or 'S' or 'a', ..] => $"that are texts ({description})",
            ['b', ..] => "of type bool",
            ['c', ..] => "that are complex numbers",
            _ => $"of type {description}",
        };
}
