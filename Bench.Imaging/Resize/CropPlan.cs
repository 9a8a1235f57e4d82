namespace Bench.Imaging.Resize;

/// <summary>A geometry applied to one picture size, in pixels.</summary>
/// <param name="SourceX">Left edge of the part of the picture that is used.</param>
/// <param name="SourceY">Upper edge of the part of the picture that is used.</param>
/// <param name="SourceWidth">Width of that part.</param>
/// <param name="SourceHeight">Height of that part.</param>
/// <param name="ResizedWidth">Width after resizing.</param>
/// <param name="ResizedHeight">Height after resizing.</param>
/// <param name="Left">Left edge of the crop in the resized picture; negative where the crop is wider and padding is on
/// its left.</param>
/// <param name="Top">Upper edge of the crop in the resized picture; negative where the crop is higher.</param>
public readonly record struct CropPlan(
    int SourceX,
    int SourceY,
    int SourceWidth,
    int SourceHeight,
    int ResizedWidth,
    int ResizedHeight,
    int Left,
    int Top
)
{
    /// <summary>Where a place of the picture comes to lie in the crop. Both are counted in pixels from the upper left
    /// corner, so that the edges of pixels are whole numbers; what is cut off lies outside the crop's size.</summary>
    public (double X, double Y) InCrop(double x, double y) =>
        ((x - SourceX) * ResizedWidth / SourceWidth - Left, (y - SourceY) * ResizedHeight / SourceHeight - Top);
}
