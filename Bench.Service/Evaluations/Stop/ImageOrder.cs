namespace Bench.Service.Evaluations.Stop;

/// <summary>The random order in which the images of an evaluation that may end early are run.</summary>
public static class ImageOrder
{
    /// <summary>Images of a dataset, sorted by a hash of seed and index: anybody can make the same order.</summary>
    /// <param name="images">Images of the dataset.</param>
    /// <param name="seed">Of the evaluation.</param>
    /// <returns>Index of the image at each place.</returns>
    /// <remarks>The hash of image i is output i of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
    /// number generators", 2014) whose state begins at seed · 2³²; equal hashes stay in order.</remarks>
    public static int[] Of(int images, int seed)
    {
        var hashes = new ulong[images];
        var order = new int[images];
        for (var i = 0; i < images; i++)
            (hashes[i], order[i]) = (Hash(((ulong)(uint)seed << 32) + (ulong)(i + 1) * 0x9E3779B97F4A7C15), i);
        Array.Sort(order, (a, b) => hashes[a] == hashes[b] ? a.CompareTo(b) : hashes[a].CompareTo(hashes[b]));
        return order;
    }

    static ulong Hash(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
