using System.Runtime.Intrinsics;
using Bench.Imaging.Decode;

namespace Bench.Imaging.Resize;

/// <summary>Turns decoded pictures into crops of one geometry, equal to Pillow's <c>resize</c> and torchvision's
/// <c>CenterCrop</c> in every byte. One for each thread.</summary>
/// <remarks>Only the rows and columns that the crop needs are computed; weights and the rows between the passes stay
/// from picture to picture.</remarks>
/// <param name="geometry">What to make.</param>
/// <param name="vectors">Whether to use the vector kernels; null means where the machine has them.</param>
sealed class PictureCropper(Geometry geometry, bool? vectors = null)
{
    readonly bool _vectorised = vectors ?? Vector128.IsHardwareAccelerated;
    readonly ResampleAxis _horizontal = new();
    readonly ResampleAxis _vertical = new();
    byte[] _rows = [];

    public Geometry Geometry => geometry;

    /// <summary>Writes the crop as rows of RGB pixels without gaps.</summary>
    /// <param name="picture">The decoded picture.</param>
    /// <param name="crop">Room for exactly <see cref="Geometry.CropBytes"/> bytes.</param>
    public void Crop(Picture picture, Span<byte> crop)
    {
        if (crop.Length != geometry.CropBytes)
            throw new ArgumentException(
                $"A crop of this geometry has {geometry.CropBytes} bytes, the buffer has {crop.Length}.",
                nameof(crop)
            );
        var plan = geometry.Plan(picture.Width, picture.Height);
        var left = Math.Max(0, plan.Left);
        var top = Math.Max(0, plan.Top);
        var columns = Math.Min(plan.ResizedWidth, plan.Left + geometry.Width) - left;
        var lines = Math.Min(plan.ResizedHeight, plan.Top + geometry.Height) - top;
        if (columns < geometry.Width || lines < geometry.Height)
            Fill(crop);
        var inside = crop[(((top - plan.Top) * geometry.Width + left - plan.Left) * 3)..];
        if ((plan.ResizedWidth, plan.ResizedHeight) == (plan.SourceWidth, plan.SourceHeight))
            Copy(picture, plan.SourceX + left, plan.SourceY + top, columns, lines, inside);
        else
            Resize(picture, plan, left, top, columns, lines, inside);
    }

    void Resize(Picture picture, CropPlan plan, int left, int top, int columns, int lines, Span<byte> target)
    {
        _horizontal.Prepare(geometry.Interpolation, plan.SourceWidth, plan.ResizedWidth, left, columns);
        _vertical.Prepare(geometry.Interpolation, plan.SourceHeight, plan.ResizedHeight, top, lines);
        var between = _vertical.SourceEnd - _vertical.SourceStart;
        var rowBytes = columns * 3;
        if (_rows.Length < between * rowBytes + Picture.Slack)
            _rows = GC.AllocateUninitializedArray<byte>(between * rowBytes + Picture.Slack);
        var source = picture.PixelsWithSlack[((plan.SourceY + _vertical.SourceStart) * picture.Stride + plan.SourceX * 4)..];
        if (_vectorised)
        {
            VectorResampler.Horizontal(source, picture.Stride, between, _horizontal, _rows);
            VectorResampler.Vertical(_rows, rowBytes, _vertical, target, geometry.Width * 3);
        }
        else
        {
            ScalarResampler.Horizontal(source, picture.Stride, between, _horizontal, _rows);
            ScalarResampler.Vertical(_rows, rowBytes, _vertical, target, geometry.Width * 3);
        }
    }

    void Copy(Picture picture, int x, int y, int columns, int lines, Span<byte> target)
    {
        for (var line = 0; line < lines; line++)
        {
            var source = picture.Pixels.Slice((y + line) * picture.Stride + x * 4, columns * 4);
            var output = target.Slice(line * geometry.Width * 3, columns * 3);
            for (var column = 0; column < columns; column++)
                source.Slice(column * 4, 3).CopyTo(output[(column * 3)..]);
        }
    }

    void Fill(Span<byte> crop)
    {
        for (var i = 0; i < crop.Length; i += 3)
            (crop[i], crop[i + 1], crop[i + 2]) = (geometry.FillRed, geometry.FillGreen, geometry.FillBlue);
    }
}
