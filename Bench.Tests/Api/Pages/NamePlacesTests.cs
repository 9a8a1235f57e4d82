using Bench.Api.Pages.Drawing;

namespace Bench.Tests.Api.Pages;

public sealed class NamePlacesTests
{
    /// <summary>Points of models near a line that goes through them, with whiskers, as the board's scatter plot has them.</summary>
    static readonly (double X, double Y, double Width)[] Cloud =
    [
        .. Enumerable
            .Range(0, 16)
            .Select(i => (X: 90 + 50.0 * i + 17 * (i % 3), Y: 520 - 29.0 * i + 23 * (i % 4 - 1.5), Width: 40 + 9.0 * (i % 6))),
    ];

    static readonly (double X, double Y, double ToX, double ToY)[] Lines =
    [
        (80, 530, 900, 40),
        .. Cloud.SelectMany(point =>
            new[] { (point.X - 14, point.Y, point.X + 14, point.Y), (point.X, point.Y - 12, point.X, point.Y + 12) }
        ),
    ];

    [Fact]
    public void No_name_lies_on_a_dot_a_line_a_whisker_or_another_name_and_most_have_room()
    {
        var field = new NameBox(74, 16, 960, 542);
        var places = new NamePlaces(field);
        foreach (var (x, y, toX, toY) in Lines)
            places.AddLine(x, y, toX, toY);
        foreach (var point in Cloud)
            places.AddDot(point.X, point.Y);

        var boxes = Cloud
            .Zip(places.Of(Cloud))
            .Where(each => each.Second is not null)
            .Select(each => NamePlaces.BoxOf(each.Second!.Value.X, each.Second.Value.Y, each.Second.Value.Anchor, each.First.Width))
            .ToList();

        boxes.Count.ShouldBeGreaterThanOrEqualTo(11, "a dense cloud");
        boxes.ShouldAllBe(box => field.Holds(box));
        foreach (var (place, box) in boxes.Index())
        {
            boxes[(place + 1)..].ShouldAllBe(other => !box.Meets(other));
            Cloud.ShouldAllBe(point => !box.Meets(new NameBox(point.X - 5, point.Y - 5, point.X + 5, point.Y + 5)));
            // Each line as the many small steps that it is drawn by.
            foreach (var (x, y, toX, toY) in Lines)
                for (var step = 0; step <= 1_000; step++)
                    box.Holds(Point(x + (toX - x) * step / 1_000, y + (toY - y) * step / 1_000)).ShouldBeFalse();
        }

        static NameBox Point(double x, double y) => new(x, y, x, y);
    }

    [Theory]
    [InlineData(new[] { 100.0, 101, 102 }, new[] { 100.0, 113, 126 })]
    [InlineData(new[] { 299.0, 298, 297 }, new[] { 300.0, 287, 274 })]
    [InlineData(new[] { 50.0, 200, 120 }, new[] { 50.0, 200, 120 })]
    public void Names_of_curves_keep_apart_and_inside(double[] wanted, double[] expected)
    {
        var places = LinePlot.Stacked(wanted, 10, 300);
        var height = places.Order().Zip(places.Order().Skip(1)).Min(pair => pair.Second - pair.First);

        height.ShouldBeGreaterThanOrEqualTo(LineHeight);
        places.ShouldAllBe(place => place >= 10 && place <= 300);
        places.Order().ShouldBe(expected.Order(), 1e-9);
        places
            .Index()
            .OrderBy(each => each.Item)
            .Select(each => each.Index)
            .ShouldBe(wanted.Index().OrderBy(each => each.Item).Select(each => each.Index));
    }

    const double LineHeight = 13;
}
