using System.Globalization;
using System.Text;

namespace Bench.Data.Predictions;

/// <summary>Reads <c>.npy</c> arrays of texts in one dimension: <c>numpy.array(names)</c>, which has NumPy's types
/// <c>U</c> (UTF-32) and <c>S</c> (bytes). Short texts are padded with zeros.</summary>
public static class NpyTexts
{
    const int Character = 4;

    /// <param name="stream">The array's bytes.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="length">Bytes that there are, header included.</param>
    /// <param name="maxBytes">Most bytes of elements to accept.</param>
    /// <exception cref="PredictionFileException">Not such an array, too large, or fewer bytes than the shape
    /// says.</exception>
    public static string[] Read(Stream stream, string name, long length, long maxBytes)
    {
        var (type, _, shape) = NpyHeader.ReadDescription(stream, name);
        if (
            type is not ['<' or '>' or '|' or '=', 'U' or 'S', ..]
            || !int.TryParse(type.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
        )
            throw new PredictionFileException(
                $"{name} has elements {NpyTypes.Words(type)}; texts are expected, as numpy.array(names, dtype=str) makes"
            );
        if (shape.Count != 1)
            throw new PredictionFileException($"{name} has shape ({string.Join(", ", shape)}); one text a row is expected");
        var size = (long)width * (type[1] == 'U' ? Character : 1);
        if (shape[0] * size > Math.Min(length, maxBytes))
            throw new PredictionFileException($"{name} has more bytes than are read, or fewer than its shape says");
        var bytes = new byte[shape[0] * size];
        stream.ReadExactly(bytes);
        Encoding encoding = type[1] == 'S' ? Encoding.UTF8 : new UTF32Encoding(bigEndian: type[0] == '>', byteOrderMark: false);
        var texts = new string[shape[0]];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = encoding.GetString(bytes.AsSpan((int)(i * size), (int)size)).TrimEnd('\0');
        return texts;
    }
}
