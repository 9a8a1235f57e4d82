namespace Bench.Imaging.Corruptions.Building;

/// <summary>A cloud by diamonds and squares on a torus, scaled to 0 … 1.</summary>
/// <remarks>Each round halves the distance of the points; a new point is the mean of its four neighbours plus a uniform number in ±wibble²,
/// and wibble, 100 at first, is divided by <c>decay</c>.</remarks>
static class Plasma
{
    const double FirstWibble = 100;

    /// <summary>Side of the map for pictures of this side: the next power of two.</summary>
    public static int MapSide(int side) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)side);

    /// <param name="map">map × map numbers, a power of two each.</param>
    /// <param name="side">Points of a side.</param>
    /// <param name="decay">What the wibble is divided by after each round.</param>
    /// <param name="noise">Where numbers come from: squares first, then the points above and beside, row by row.</param>
    public static void Fill(Span<double> map, int side, double decay, NoiseStream noise)
    {
        map[0] = 0;
        var wibble = FirstWibble;
        for (var step = side; step >= 2; step /= 2, wibble /= decay)
        {
            var half = step / 2;
            for (var y = 0; y < side; y += step)
            for (var x = 0; x < side; x += step)
                map[(y + half) * side + x + half] = Wibbled(
                    map[y * side + x]
                        + map[Wrap(y + step) * side + x]
                        + map[y * side + Wrap(x + step)]
                        + map[Wrap(y + step) * side + Wrap(x + step)]
                );
            for (var y = 0; y < side; y += step)
            for (var x = half; x < side; x += step)
                map[y * side + x] = Wibbled(Cross(map, x, y));
            for (var y = half; y < side; y += step)
            for (var x = 0; x < side; x += step)
                map[y * side + x] = Wibbled(Cross(map, x, y));

            double Wibbled(double sum) => sum / 4 + wibble * noise.Uniform(-wibble, wibble);

            double Cross(Span<double> around, int x, int y) =>
                around[Wrap(y - half) * side + x]
                + around[Wrap(y + half) * side + x]
                + around[y * side + Wrap(x - half)]
                + around[y * side + Wrap(x + half)];
        }
        var (low, high) = (double.MaxValue, double.MinValue);
        foreach (var value in map)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        for (var i = 0; i < map.Length; i++)
            map[i] = (map[i] - low) / (high - low);

        int Wrap(int place) => place & (side - 1);
    }
}
