namespace Bench.Workers.Explanations;

/// <summary>How far the class's probability falls when a square of the picture is covered with the baseline. Zeiler and
/// Fergus, 2014.</summary>
internal static class OcclusionMap
{
    /// <summary>Squares that fit into the shorter side.</summary>
    const int Squares = 7;

    /// <returns>Height × width: the mean fall over the squares that cover a pixel. Squares overlap by half.</returns>
    public static float[] Of(ExplainedModel model, float[] picture, PictureFrame frame)
    {
        var side = Side(frame);
        var squares = (
            from top in Places(frame.Height, side)
            from left in Places(frame.Width, side)
            select (Top: top, Left: left)
        ).ToArray();
        var probabilities = model.Probabilities(
            squares.Length + 1,
            (variation, covered) =>
            {
                picture.CopyTo(covered);
                if (variation > 0)
                    Each(frame, squares[variation - 1], side, covered, (numbers, place) => numbers[place] = frame.BaselineAt(place), 3);
            }
        );
        var (map, covers) = (new float[frame.Plane], new float[frame.Plane]);
        for (var i = 0; i < squares.Length; i++)
        {
            var fall = (float)(probabilities[0] - probabilities[i + 1]);
            Each(frame, squares[i], side, map, (numbers, place) => numbers[place] += fall, 1);
            Each(frame, squares[i], side, covers, (numbers, place) => numbers[place]++, 1);
        }
        for (var i = 0; i < map.Length; i++)
            map[i] /= covers[i];
        return map;
    }

    delegate void Change(Span<float> numbers, int place);

    static void Each(PictureFrame frame, (int Top, int Left) square, int side, Span<float> numbers, Change change, int channels)
    {
        for (var channel = 0; channel < channels; channel++)
        for (var y = square.Top; y < square.Top + side; y++)
        for (var x = square.Left; x < square.Left + side; x++)
            change(numbers, channel * frame.Plane + y * frame.Width + x);
    }

    static int Side(PictureFrame frame) => Math.Max(1, (int)Math.Round(Math.Min(frame.Height, frame.Width) / (double)Squares));

    /// <summary>Starts half a square apart; the last one ends with the picture.</summary>
    static List<int> Places(int length, int side)
    {
        var places = new List<int>();
        for (var place = 0; place < length - side; place += Math.Max(1, side / 2))
            places.Add(place);
        places.Add(length - side);
        return places;
    }
}
