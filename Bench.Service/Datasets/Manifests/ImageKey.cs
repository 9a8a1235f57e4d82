namespace Bench.Service.Datasets.Manifests;

/// <summary>The name under which files of different origin mean the same image.</summary>
public static class ImageKey
{
    const string ValPrefix = "ILSVRC2012_val_";
    const int ValLength = 23;

    static readonly string[] Extensions = [".jpeg", ".jpg", ".png", ".webp", ".bmp"];

    /// <summary>File name without folders and without an image extension; of ILSVRC val names, the part up to the
    /// number.</summary>
    /// <remarks>So <c>val/n01440764/ILSVRC2012_val_00000293.JPEG</c>, <c>ILSVRC2012_val_00000293.JPEG</c> and Hugging
    /// Face's <c>ILSVRC2012_val_00000293_n01440764.JPEG</c> are one image, and ImageNetV2's bare SHA-1 is its
    /// <c>sha1.jpeg</c>.</remarks>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (ValNumber(name) is not null)
            return name[..ValLength];
        foreach (var extension in Extensions)
            if (name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return name[..^extension.Length];
        return name;
    }

    /// <summary>The usual spelling of a val name in another one: <c>ilsvrc2012_val_00000293.jpeg</c>,
    /// <c>val_00000293</c>; null for other names.</summary>
    public static string? UsualSpelling(ReadOnlySpan<char> path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (name.StartsWith(ValPrefix, StringComparison.OrdinalIgnoreCase))
            name = name[ValPrefix.Length..];
        else if (name.StartsWith("val_", StringComparison.OrdinalIgnoreCase))
            name = name["val_".Length..];
        else
            return null;
        var spelling = string.Concat(ValPrefix, name);
        return ValNumber(spelling) is null ? null : spelling;
    }

    /// <summary>The number of an ILSVRC val image, 1 to 50,000; null when the name is another.</summary>
    public static int? ValNumber(ReadOnlySpan<char> path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return
            name.Length >= ValLength
            && name.StartsWith(ValPrefix, StringComparison.Ordinal)
            && (name.Length == ValLength || name[ValLength] is '.' or '_')
            && int.TryParse(name[ValPrefix.Length..ValLength], System.Globalization.NumberStyles.None, null, out var number)
            && number is > 0 and <= 50_000
            ? number
            : null;
    }
}
