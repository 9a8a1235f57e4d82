namespace Bench.Api.Pages.Drawing;

/// <summary>A rectangle of a drawing, in pixels; y grows downwards.</summary>
internal readonly record struct NameBox(double Left, double Top, double Right, double Bottom)
{
    public bool Holds(NameBox other) => Left <= other.Left && Top <= other.Top && Right >= other.Right && Bottom >= other.Bottom;

    public bool Meets(NameBox other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    /// <summary>Whether a line between two points goes through it (Liang and Barsky, 1984).</summary>
    public bool Meets(double x, double y, double toX, double toY)
    {
        var (from, to) = (0.0, 1.0);
        foreach (
            var (step, room) in ((double, double)[])[(x - toX, x - Left), (toX - x, Right - x), (y - toY, y - Top), (toY - y, Bottom - y)]
        )
        {
            if (step == 0 && room < 0)
                return false;
            if (step < 0)
                from = Math.Max(from, room / step);
            else if (step > 0)
                to = Math.Min(to, room / step);
        }
        return from <= to;
    }
}
