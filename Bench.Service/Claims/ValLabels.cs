using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Claims;

/// <summary>Facts about the 50,000 validation images of ILSVRC-2012: the class of each by its number, and the
/// challenge's own order of classes.</summary>
/// <remarks>Classes are places among the 1,000 sorted WordNet ids. Ten bits an image, the highest first; see
/// ImageNet/make_known_labels.py.</remarks>
static class ValLabels
{
    const int Bits = 10;

    static readonly Lazy<byte[]> Packed = new(() => Resource("val-labels.bin"));
    static readonly Lazy<int[]> Challenge = new(() =>
        [
            .. System
                .Text.Encoding.ASCII.GetString(Resource("challenge-order.txt"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(int.Parse),
        ]
    );

    /// <summary>The class of each class number of the challenge, counted from 0.</summary>
    public static IReadOnlyList<int> ChallengeOrder => Challenge.Value;

    /// <summary>The class of a validation image; null when the path names none.</summary>
    public static int? Of(ReadOnlySpan<char> path)
    {
        if (ImageKey.ValNumber(path) is not { } number)
            return null;
        var bit = (number - 1) * Bits;
        var word = 0;
        for (var next = 0; next < 3; next++)
            word = (word << 8) | (bit / 8 + next < Packed.Value.Length ? Packed.Value[bit / 8 + next] : 0);
        return (word >> (24 - Bits - bit % 8)) & ((1 << Bits) - 1);
    }

    static byte[] Resource(string name)
    {
        using var resource = typeof(ValLabels).Assembly.GetManifestResourceStream($"Bench.Service.{name}")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
