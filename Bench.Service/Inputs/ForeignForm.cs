namespace Bench.Service.Inputs;

/// <summary>Recognises what is sent in the place of a table, a list or an array: a file of another kind, or text of another form.</summary>
static class ForeignForm
{
    /// <returns>What it is, in words; null for what may be a table or a list, for JSON of another form and for what is not known.</returns>
    /// <param name="start">The first bytes, <see cref="ForeignKind.Looked"/> of them where there are so many.</param>
    public static string? Of(ReadOnlySpan<byte> start) => ForeignKind.Of(start) ?? ForeignText.Of(start);

    /// <summary>The same of a file in the place of an archive or an array, JSON included.</summary>
    public static string? OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        var bytes = new byte[ForeignKind.Looked];
        var start = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return ForeignKind.Of(start) ?? (IsText(start) ? ForeignText.Of(start) ?? JsonOf(start) : null);
    }

    /// <summary>The same of a file in the place of a text, whether or not it is packed; null where it cannot be unpacked.</summary>
    public static string? OfText(string path)
    {
        try
        {
            using var content = InputFile.OpenText(path, InputFile.DefaultLimit, static message => new InvalidDataException(message));
            var bytes = new byte[ForeignKind.Looked];
            var start = bytes.AsSpan(0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            return Of(start) ?? JsonOf(start);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>"JSON" where it begins as an object or a list does; else null.</summary>
    public static string? JsonOf(ReadOnlySpan<byte> start) => start.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] ? "JSON" : null;

    static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (var letter in start)
            if (letter is < 32 and not (9 or 10 or 13))
                return false;
        return true;
    }
}
