using Bench.Imaging.Resize;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Explanations;

namespace Bench.Workers.Explanations;

/// <summary>Holds the strongest point of a map against the boxes of its image.</summary>
internal static class StrongestPoint
{
    /// <param name="map">Height × width; of equally strong pixels the first counts.</param>
    /// <param name="frame">Its shape.</param>
    /// <param name="boxes">In pixels of the stored picture.</param>
    /// <param name="plan">How the model's picture is cut from it.</param>
    public static Pointing Of(float[] map, PictureFrame frame, IReadOnlyList<ImageBox> boxes, CropPlan plan)
    {
        var at = Array.IndexOf(map, map.Max());
        var (x, y) = (at % frame.Width, at / frame.Width);
        double? nearest = null;
        foreach (var box in boxes)
        {
            var (left, top) = plan.InCrop(box.Left, box.Top);
            var (right, bottom) = plan.InCrop(box.Right, box.Bottom);
            (left, top) = (Math.Max(0, left), Math.Max(0, top));
            (right, bottom) = (Math.Min(frame.Width, right), Math.Min(frame.Height, bottom));
            if (left < right && top < bottom)
                nearest = Math.Min(nearest ?? double.MaxValue, double.Hypot(Off(x + 0.5, left, right), Off(y + 0.5, top, bottom)));
        }
        return new(x, y, nearest);
    }

    static double Off(double place, double from, double to) => Math.Max(0, Math.Max(from - place, place - to));
}
