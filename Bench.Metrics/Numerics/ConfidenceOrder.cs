namespace Bench.Metrics.Numerics;

static class ConfidenceOrder
{
    /// <summary>Images in ascending order of confidence, which is descending order of −ln p ≥ 0; equal ones stay in
    /// image order.</summary>
    public static int[] FromSurprise(ReadOnlySpan<float> surprises)
    {
        var keys = new ulong[surprises.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (ulong)~BitConverter.SingleToUInt32Bits(surprises[i] + 0f) << 32 | (uint)i;
        return Sorted(keys);
    }

    /// <summary>Images in ascending order of a value ≥ 0; equal values stay in image order.</summary>
    public static int[] Of(ReadOnlySpan<float> values)
    {
        var keys = new ulong[values.Length];
        for (var i = 0; i < keys.Length; i++)
            // The bits of a non-negative float order as it does; + 0f turns −0 into 0.
            keys[i] = (ulong)BitConverter.SingleToUInt32Bits(values[i] + 0f) << 32 | (uint)i;
        return Sorted(keys);
    }

    static int[] Sorted(ulong[] keys)
    {
        Array.Sort(keys);
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = (int)(uint)keys[i];
        return order;
    }
}
