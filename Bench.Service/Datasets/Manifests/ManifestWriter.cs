using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Datasets.Manifests;

/// <summary>Writes a manifest in its canonical form, one image a line; the same manifest gives the same bytes
/// everywhere.</summary>
/// <remarks>
/// UTF-8, lines ended by a line feed:
/// <code>
/// bench-manifest 1
/// layout imagefolder
/// variant imagenet-a
/// classes imagenet-1k 1000 &lt;sha-256 of the class space&gt;
/// mask 6 11 13 …            ("all" without a mask)
/// border 0
/// resize none               (only where images are at the model's size already)
/// generated imagenet-c version 2 seed 0 jpeg 85    (only where pictures are made from another dataset's; "jpeg none" for none)
/// groups sixteen-classes mean 16      (with " rest" where the last group is the classes of no other; no such lines without groups)
/// &lt;id&gt; TAB &lt;name&gt; TAB &lt;class class …&gt;     (16 times)
/// images 7500
/// &lt;sha-256&gt; TAB &lt;bytes&gt; TAB &lt;class[|class…] or -&gt; TAB &lt;name=value;… or -&gt; TAB &lt;path&gt;
/// </code>
/// </remarks>
public static class ManifestWriter
{
    internal const string CropOnly = "resize none";

    internal const string Magic = "bench-manifest 1";

    /// <summary>Writes the manifest and returns its hash: the SHA-256 of the bytes written, 64 hexadecimal
    /// digits.</summary>
    public static async Task<string> WriteAsync(DatasetManifest manifest, Stream output, CancellationToken cancellationToken)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new ArrayBufferWriter<byte>(1 << 16);
        foreach (var line in Lines(manifest))
        {
            Encoding.UTF8.GetBytes(line, chunk);
            chunk.Write("\n"u8);
            if (chunk.WrittenCount >= 1 << 15)
                await FlushAsync();
        }
        await FlushAsync();
        return Convert.ToHexStringLower(sha.GetHashAndReset());

        async Task FlushAsync()
        {
            sha.AppendData(chunk.WrittenSpan);
            await output.WriteAsync(chunk.WrittenMemory, cancellationToken);
            chunk.ResetWrittenCount();
        }
    }

    /// <summary>The manifest's hash without writing it anywhere.</summary>
    public static Task<string> HashAsync(DatasetManifest manifest, CancellationToken cancellationToken) =>
        WriteAsync(manifest, Stream.Null, cancellationToken);

    static IEnumerable<string> Lines(DatasetManifest manifest)
    {
        yield return Magic;
        yield return $"layout {manifest.Layout}";
        yield return $"variant {manifest.Variant}";
        yield return $"classes {manifest.ClassSpaceKey} {manifest.ClassCount} {manifest.ClassSpaceHash}";
        yield return $"mask {(manifest.Mask is { } mask ? string.Join(' ', mask) : "all")}";
        yield return string.Create(CultureInfo.InvariantCulture, $"border {manifest.Border}");
        if (manifest.CropOnly)
            yield return CropOnly;
        if (manifest.Generation is { } generation)
            yield return generation.Line;
        if (manifest.Groups is { } space)
        {
            var groups = space.Groups;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"groups {space.Classes.Key} {ClassGroupFile.WordOf(groups.Rule)} {groups.Count}{(groups.HasRest ? " rest" : "")}"
            );
            for (var g = 0; g < groups.Count; g++)
                yield return $"{space.Classes[g].Id}\t{space.Classes[g].Name}\t{string.Join(' ', groups.MembersOf(g).ToArray())}";
        }
        yield return string.Create(CultureInfo.InvariantCulture, $"images {manifest.Count}");
        foreach (var image in manifest.Images)
        {
            var classes = image.Classes.Length switch
            {
                0 => "-",
                1 => image.Classes[0].ToString(CultureInfo.InvariantCulture),
                _ => string.Join('|', image.Classes),
            };
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{image.Hash}\t{image.Size}\t{classes}\t{image.Facets}\t{image.Path}"
            );
        }
    }
}
