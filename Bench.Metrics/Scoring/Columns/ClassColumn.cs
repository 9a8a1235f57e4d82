namespace Bench.Metrics.Scoring.Columns;

/// <summary>One class's probabilities over all images, dealt into buckets of rising probability. A bucket is put in
/// order only when asked: most of what a column is asked for lies between buckets.</summary>
sealed class ClassColumn(int images)
{
    // 1.0f is 0x3F800000: of thirty bits the upper twelve name a bucket, thirty-two for each power of two.
    public const int Buckets = 1 << 12;
    const int Shift = 18;

    readonly ulong[] _keys = new ulong[images];
    readonly int[] _starts = new int[Buckets + 1];
    readonly bool[] _ordered = new bool[Buckets];
    float[] _probabilities = [];

    /// <summary>First bucket that is not empty.</summary>
    public int Low { get; private set; }

    /// <summary>Last bucket that is not empty.</summary>
    public int High { get; private set; }

    /// <summary>[N] probabilities in image order.</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    public static int BucketOf(uint bits) => (int)(bits >> Shift);

    public static uint BitsOf(ulong key) => (uint)(key >> 32);

    public static double ProbabilityOf(ulong key) => BitConverter.UInt32BitsToSingle(BitsOf(key));

    public static int ImageOf(ulong key) => (int)(uint)key;

    /// <summary>The place of an image among all: by probability, then by image.</summary>
    public ulong KeyOf(int image) => (ulong)BitConverter.SingleToUInt32Bits(Probabilities[image]) << 32 | (uint)image;

    /// <summary>Takes a column, which must not change while it is in use.</summary>
    public void Load(float[] probabilities)
    {
        _probabilities = probabilities;
        Array.Clear(_starts);
        Array.Clear(_ordered);
        var column = Probabilities;
        foreach (var p in column)
            _starts[BucketOf(BitConverter.SingleToUInt32Bits(p)) + 1]++;
        for (var b = 0; b < Buckets; b++)
            _starts[b + 1] += _starts[b];
        Span<int> next = stackalloc int[Buckets];
        _starts.AsSpan(0, Buckets).CopyTo(next);
        for (var i = 0; i < column.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(column[i]);
            _keys[next[BucketOf(bits)]++] = (ulong)bits << 32 | (uint)i;
        }
        for (Low = 0; Low < Buckets - 1 && _starts[Low + 1] == 0; Low++) { }
        for (High = Buckets - 1; High > Low && _starts[High] == column.Length; High--) { }
    }

    /// <summary>The images of a bucket in no order.</summary>
    public ReadOnlySpan<ulong> Bucket(int bucket) => _keys.AsSpan(_starts[bucket].._starts[bucket + 1]);

    /// <summary>The images of a bucket by probability, equal ones in image order.</summary>
    public ReadOnlySpan<ulong> OrderedBucket(int bucket)
    {
        var keys = _keys.AsSpan(_starts[bucket].._starts[bucket + 1]);
        if (_ordered[bucket])
            return keys;
        // A bucket of equal probabilities, as those of 0 are, is in order already.
        if (!IsAscending(keys))
            keys.Sort();
        _ordered[bucket] = true;
        return keys;
    }

    static bool IsAscending(ReadOnlySpan<ulong> keys)
    {
        for (var i = 1; i < keys.Length; i++)
            if (keys[i] < keys[i - 1])
                return false;
        return true;
    }
}
