using System.Globalization;
using Bench.Imaging.Resize;
using Bench.Service.Datasets.Boxes;

namespace Bench.Workers.Explanations;

/// <summary>Whether boxes can be of the picture that is at hand.</summary>
internal static class BoxesInPicture
{
    /// <summary>Pixels counted from 1, or an edge that was taken for the pixel behind it.</summary>
    const double Tolerance = 1;

    /// <param name="boxes">Of one image.</param>
    /// <param name="plan">How the model's picture is cut from it; a border is as wide on all sides.</param>
    /// <returns>Why nothing is held against them: one reaches beyond the picture, so its numbers are in pixels of another size. Null where
    /// all lie in it.</returns>
    public static string? WhyNot(IReadOnlyList<ImageBox> boxes, CropPlan plan)
    {
        var (width, height) = (plan.SourceWidth + 2 * plan.SourceX, plan.SourceHeight + 2 * plan.SourceY);
        foreach (var box in boxes)
            if (box.Left < -Tolerance || box.Top < -Tolerance || box.Right > width + Tolerance || box.Bottom > height + Tolerance)
                return string.Create(
                        CultureInfo.InvariantCulture,
                        $"The box {box.Left}, {box.Top}, {box.Right}, {box.Bottom} reaches beyond the picture, which is {width} × {height} "
                    ) + "pixels.";
        return null;
    }
}
