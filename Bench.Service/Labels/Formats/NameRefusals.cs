using Bench.Data.Outcomes;
using Bench.Service.Inputs;

namespace Bench.Service.Labels.Formats;

/// <summary>Refusals about the image names of a label file, whatever its format.</summary>
static class NameRefusals
{
    /// <summary>A name that several images have says nothing of any of them.</summary>
    /// <exception cref="LabelSetException">There is such a name.</exception>
    public static void RequireSingleImages(this LabelFile file, FirstTen ambiguous)
    {
        if (ambiguous.Any)
            throw new LabelSetException(
                LabelSetCodes.ImageUnknown,
                $"{Counted.Of(ambiguous.Count, "name")} of {file.Name} {Counted.Word(ambiguous.Count, "is", "are")} those of several "
                    + $"images: {ambiguous}. Give the path within the dataset"
            );
    }

    /// <exception cref="LabelSetException">A name comes more than once.</exception>
    public static void RequireOnce(this LabelFile file, FirstTen repeated)
    {
        if (repeated.Any)
            throw new LabelSetException(
                LabelSetCodes.ImageRepeated,
                $"{Counted.Of(repeated.Count, "image appears", "images appear")} in {file.Name} more than once: {repeated}"
            );
    }

    /// <summary>No name is one of the dataset's images.</summary>
    public static LabelSetException OfOtherDataset(this LabelFile file, LabelTarget target) =>
        new(
            LabelSetCodes.OtherDataset,
            $"{file.Name} names none of the {Counted.Of(target.Manifest.Count, "image")} of the dataset. Is it for another dataset?"
        );
}
