using System.Globalization;
using Bench.Imaging.Resize;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Work;

namespace Bench.Workers.Explanations;

/// <summary>Whether boxes can be of the picture that is at hand.</summary>
internal static class BoxesInPicture
{
    /// <summary>Pixels counted from 1, or an edge that was taken for the pixel behind it.</summary>
    const double Tolerance = 1;

    /// <param name="boxes">Of one image.</param>
    /// <param name="plan">How the model's picture is cut from it; a border is as wide on all sides.</param>
    /// <param name="image">Its path.</param>
    /// <exception cref="FailureException">One reaches beyond the picture: its numbers are in pixels of another size.</exception>
    public static void Require(IReadOnlyList<ImageBox> boxes, CropPlan plan, string image)
    {
        var (width, height) = (plan.SourceWidth + 2 * plan.SourceX, plan.SourceHeight + 2 * plan.SourceY);
        foreach (var box in boxes)
            if (box.Left < -Tolerance || box.Top < -Tolerance || box.Right > width + Tolerance || box.Bottom > height + Tolerance)
                throw new FailureException(
                    "boxes-invalid",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The box {box.Left}, {box.Top}, {box.Right}, {box.Bottom} of {image} reaches beyond the picture, which is "
                    ) + string.Create(CultureInfo.InvariantCulture, $"{width} × {height} pixels."),
                    "Attach boxes in pixels of the stored pictures, or cut them to the pictures: PUT /api/v1/datasets/{key}/boxes."
                );
    }
}
