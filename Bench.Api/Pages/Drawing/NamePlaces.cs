namespace Bench.Api.Pages.Drawing;

/// <summary>Places for names next to points, in pixels: none lies on a dot, a line or another name.</summary>
/// <param name="field">What a name must not leave.</param>
internal sealed class NamePlaces(NameBox field)
{
    /// <summary>Half the side of the square that a dot covers.</summary>
    const double Dot = 6;

    /// <summary>How far a line of text reaches above and below its base line.</summary>
    const double Ascent = 11,
        Descent = 3;

    /// <summary>From the dot to the base line's end, in the order in which they are tried.</summary>
    static readonly (string Anchor, double Right, double Down)[] Around =
    [
        ("start", 9, -7),
        ("end", -9, -7),
        ("start", 9, 17),
        ("end", -9, 17),
        ("middle", 0, -11),
        ("middle", 0, 21),
        ("start", 11, 4),
        ("end", -11, 4),
    ];

    readonly List<NameBox> _dots = [];
    readonly List<(double X, double Y, double ToX, double ToY)> _lines = [];

    public void AddDot(double x, double y) => _dots.Add(new(x - Dot, y - Dot, x + Dot, y + Dot));

    public void AddLine(double x, double y, double toX, double toY) => _lines.Add((x, y, toX, toY));

    /// <summary>Gives as many points a place for their names as it finds one for: next comes who has the fewest places left, and takes the
    /// one that takes the fewest from others.</summary>
    /// <param name="points">Middle of each dot, and width of its name.</param>
    /// <returns>Where each text is anchored; null where there is no room.</returns>
    public IReadOnlyList<(double X, double Y, string Anchor)?> Of(IReadOnlyList<(double X, double Y, double Width)> points)
    {
        var left = points.Select(Free).ToList();
        var given = new (double X, double Y, string Anchor)?[points.Count];
        while (left.Exists(places => places.Count > 0))
        {
            var next = Enumerable.Range(0, left.Count).Where(point => left[point].Count > 0).MinBy(point => left[point].Count);
            var taken = left[next].MinBy(place => left.Sum(others => others.Count(other => other.Box.Meets(place.Box))));
            given[next] = taken.Place;
            left[next] = [];
            foreach (var others in left)
                others.RemoveAll(other => other.Box.Meets(taken.Box));
        }
        return given;
    }

    List<((double X, double Y, string Anchor) Place, NameBox Box)> Free((double X, double Y, double Width) point) =>
        [
            .. Around
                .Select(around => (X: point.X + around.Right, Y: point.Y + around.Down, around.Anchor))
                .Select(place => (Place: place, Box: BoxOf(place.X, place.Y, place.Anchor, point.Width)))
                .Where(each =>
                    field.Holds(each.Box)
                    && !_dots.Exists(each.Box.Meets)
                    && !_lines.Exists(line => each.Box.Meets(line.X, line.Y, line.ToX, line.ToY))
                ),
        ];

    /// <summary>What a text covers.</summary>
    public static NameBox BoxOf(double x, double y, string anchor, double width)
    {
        var left =
            x
            - anchor switch
            {
                "start" => 0,
                "end" => width,
                _ => width / 2,
            };
        return new(left, y - Ascent, left + width, y + Descent);
    }
}
