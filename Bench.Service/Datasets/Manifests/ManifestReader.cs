using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Datasets.Manifests;

/// <summary>Reads what <see cref="ManifestWriter"/> writes, and nothing else: every line is checked.</summary>
public static class ManifestReader
{
    const int MostImages = 16 << 20;

    /// <exception cref="DatasetImportException">The bytes are not a manifest in canonical form; the message names the
    /// line.</exception>
    public static async Task<DatasetManifest> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(false, throwOnInvalidBytes: true), false, 1 << 16, leaveOpen: true);
        var number = 0;
        try
        {
            if (await NextAsync() != ManifestWriter.Magic)
                throw Invalid(number, $"is not '{ManifestWriter.Magic}'");
            var layout = await WordAsync("layout");
            var variant = await WordAsync("variant");
            var classes = (await WordAsync("classes")).Split(' ');
            if (classes.Length != 3 || !ClassIndexText.TryParse(classes[1], out var count) || count is 0 or > ClassSpace.MostClasses)
                throw Invalid(number, "is not 'classes key count hash'");
            var mask = Mask(await WordAsync("mask"), count, number);
            var border = await CountAsync("border");
            var line = await NextAsync();
            var cropOnly = line == ManifestWriter.CropOnly;
            if (cropOnly)
                line = await NextAsync();
            var generation = Generation.Of(line);
            if (generation is not null)
                line = await NextAsync();
            GroupSpace? groups = null;
            if (GroupLines.HeadOf(line) is { } head)
            {
                var lines = new string[head.Count];
                for (var g = 0; g < lines.Length; g++)
                    lines[g] = await NextAsync();
                groups = GroupLines.Read(head, lines, count) ?? throw Invalid(number, "has a malformed list of class groups");
                line = await NextAsync();
            }
            var images = new ManifestImage[
                Count(line, "images") is var n && n <= MostImages ? n : throw Invalid(number, $"is over {MostImages:N0}")
            ];
            var rows = new ManifestRows(groups?.Classes.Count ?? count);
            for (var i = 0; i < images.Length; i++)
            {
                images[i] = rows.Parse(await NextAsync()) ?? throw Invalid(number, "is not 'hash, size, class, facets, path'");
                if (i > 0 && string.CompareOrdinal(images[i - 1].Path, images[i].Path) >= 0)
                    throw Invalid(number, "is out of order or repeats a path");
            }
            if (await reader.ReadLineAsync(cancellationToken) is not null)
                throw Invalid(number + 1, "comes after the last image");
            return new DatasetManifest
            {
                Layout = layout,
                Variant = variant,
                ClassSpaceKey = classes[0],
                ClassCount = count,
                ClassSpaceHash = classes[2],
                Mask = mask,
                Border = border,
                CropOnly = cropOnly,
                Generation = generation,
                Groups = groups,
                Images = images,
            };
        }
        catch (DecoderFallbackException)
        {
            throw Invalid(number + 1, "is not UTF-8");
        }

        async ValueTask<string> NextAsync()
        {
            number++;
            return await reader.ReadLineAsync(cancellationToken) ?? throw Invalid(number, "is missing");
        }

        async ValueTask<string> WordAsync(string name) => Word(await NextAsync(), name);

        async ValueTask<int> CountAsync(string name) => Count(await NextAsync(), name);

        string Word(string line, string name) =>
            line.StartsWith(name + " ", StringComparison.Ordinal) && line.Length > name.Length + 1
                ? line[(name.Length + 1)..]
                : throw Invalid(number, $"does not begin with '{name} '");

        int Count(string line, string name) =>
            ClassIndexText.TryParse(Word(line, name), out var value) ? value : throw Invalid(number, $"has no {name} count");
    }

    static ImmutableArray<ushort>? Mask(string text, int classes, int line)
    {
        if (text == "all")
            return null;
        var mask = text.Split(' ')
            .Select(word =>
                ClassIndexText.TryParse(word, out var c) && c < classes
                    ? (ushort)c
                    : throw Invalid(line, $"has '{word}', which is not a class")
            )
            .ToImmutableArray();
        for (var i = 1; i < mask.Length; i++)
            if (mask[i] <= mask[i - 1])
                throw Invalid(line, "is not ascending");
        return mask;
    }

    static DatasetImportException Invalid(int line, string what) =>
        new(DatasetImportCodes.ManifestInvalid, string.Create(CultureInfo.InvariantCulture, $"line {line} of the manifest {what}"));
}
