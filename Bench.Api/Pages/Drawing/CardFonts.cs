using System.Collections.Concurrent;
using System.Text;
using SkiaSharp;

namespace Bench.Api.Pages.Drawing;

/// <summary>Fonts for the letters of pictures: Inter, which has Latin, Greek and Cyrillic, else one of the
/// machine's.</summary>
internal static class CardFonts
{
    static readonly string[] Folders = ["/usr/share/fonts", "/usr/local/share/fonts"];

    static readonly Lazy<SKTypeface> Inter = new(() =>
    {
        using var font = typeof(CardFonts).Assembly.GetManifestResourceStream("Bench.Api.Pages.Drawing.Resources.inter.ttf")!;
        return SKTypeface.FromStream(font);
    });

    /// <summary>The library's own search finds none without fontconfig, so their folders are read, once a letter needs
    /// one.</summary>
    static readonly Lazy<IReadOnlyList<SKTypeface>> OfFolders = new(() =>
        [
            .. Folders
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.tt?", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal)
                .Select(file => SKTypeface.FromFile(file))
                .OfType<SKTypeface>()
                .OrderBy(face => Math.Abs(face.FontWeight - (int)SKFontStyleWeight.Normal)),
        ]
    );

    static readonly ConcurrentDictionary<Rune, SKTypeface?> Known = [];

    public static SKTypeface Usual => Inter.Value;

    /// <summary>A font that has a letter; null where none has.</summary>
    public static SKTypeface? For(Rune letter) => Has(Usual, letter) ? Usual : Known.GetOrAdd(letter, Find);

    static SKTypeface? Find(Rune letter) =>
        SKFontManager.Default.MatchCharacter(letter.Value) is { } matched && Has(matched, letter)
            ? matched
            : OfFolders.Value.FirstOrDefault(font => Has(font, letter));

    static bool Has(SKTypeface face, Rune letter)
    {
        using var font = new SKFont(face);
        return font.ContainsGlyph(letter.Value);
    }
}
