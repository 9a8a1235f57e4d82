using System.Numerics;

namespace Bench.Imaging.Properties;

/// <summary>Pictures that are nearly the same, by their perceptual hashes.</summary>
public static class NearDuplicates
{
    /// <summary>Most bits of 64 by which two hashes of one picture differ.</summary>
    public const int MostBits = 4;

    /// <summary>Bands that hashes are looked up by: of two that differ in fewer bits than there are bands, one band is
    /// the same.</summary>
    const int Bands = MostBits + 1;

    const int BandBits = 13;

    /// <summary>The nearest picture of another list, for each picture.</summary>
    /// <param name="hashes">[N] null of pictures that are like none.</param>
    /// <param name="others">[M] the same of the other list.</param>
    /// <returns>[N] place in <paramref name="others"/>, the lowest of several as near; −1 where none is near.</returns>
    public static int[] Nearest(IReadOnlyList<ulong?> hashes, IReadOnlyList<ulong?> others) => Nearest(hashes, others, same: false);

    /// <summary>The nearest other picture of the same list, for each picture.</summary>
    /// <param name="hashes">[N] null of pictures that are like none.</param>
    /// <returns>[N] place of the other, −1 where none is near.</returns>
    public static int[] Nearest(IReadOnlyList<ulong?> hashes) => Nearest(hashes, hashes, same: true);

    static int[] Nearest(IReadOnlyList<ulong?> hashes, IReadOnlyList<ulong?> others, bool same)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        ArgumentNullException.ThrowIfNull(others);
        var nearest = new int[hashes.Count];
        var least = new int[hashes.Count];
        Array.Fill(nearest, -1);
        Array.Fill(least, MostBits + 1);
        for (var band = 0; band < Bands; band++)
        {
            var places = Enumerable
                .Range(0, others.Count)
                .Where(place => others[place] is not null)
                .ToLookup(place => Key(others[place]!.Value, band));
            for (var i = 0; i < nearest.Length; i++)
            {
                if (hashes[i] is not { } hash)
                    continue;
                foreach (var place in places[Key(hash, band)])
                {
                    if (same && place == i)
                        continue;
                    var distance = BitOperations.PopCount(hash ^ others[place]!.Value);
                    if (distance < least[i] || (distance == least[i] && distance <= MostBits && place < nearest[i]))
                        (nearest[i], least[i]) = (place, distance);
                }
            }
        }
        return nearest;
    }

    static int Key(ulong hash, int band) => (int)(hash >> (band * BandBits)) & ((1 << BandBits) - 1);
}
