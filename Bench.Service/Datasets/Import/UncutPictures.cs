using Bench.Data.Outcomes;
using Bench.Imaging.Resize;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>Pictures that are cropped and never resized, because their layout or variant says that they were cut to a
/// model's size, and that have another size: of a photograph a model would see the middle alone.</summary>
static class UncutPictures
{
    const int LookedAt = 64;

    /// <param name="root">The folder that paths are relative to.</param>
    /// <param name="found">The images, of which some are read.</param>
    /// <returns>Null where all that are looked at have the size.</returns>
    public static Check? Of(string root, IReadOnlyList<FoundImage> found)
    {
        using var readers = new PropertyReaders();
        var (others, looked) = (new FirstTen(), Math.Min(LookedAt, found.Count));
        for (var i = 0; i < looked; i++)
        {
            var path = found[(int)((long)i * found.Count / looked)].Path;
            if (
                readers.Read(new FileInfo(Path.Join(root, path)), path).Properties is { } picture
                && (picture.Width, picture.Height) != (Geometry.PrecroppedSide, Geometry.PrecroppedSide)
            )
                others.Add($"{path} ({picture.Width} x {picture.Height})");
        }
        return others.Any
            ? Check.Warning(
                CheckCodes.PicturesUncut,
                $"Pictures of this dataset are taken to be cut to {Geometry.PrecroppedSide} x {Geometry.PrecroppedSide}, as "
                    + "ImageNet-C's are: for a model of that size they are cropped and never resized. "
                    + $"Of {Counted.Of(looked, "picture")} looked at, {others.Count:N0} "
                    + $"{Counted.Word(others.Count, "has", "have")} another size, such as {others.First}."
            )
            : null;
    }
}
