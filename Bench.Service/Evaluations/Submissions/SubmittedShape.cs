using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Service.Inputs;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Shapes and names in which arrays of all class scores are saved.</summary>
static class SubmittedShape
{
    /// <summary>Arrays that are read.</summary>
    static readonly string[] Known = ["topk_class", "topk_logit", "logsumexp", "logits", "names"];

    /// <summary>Rows of an array [N, C], with any axes of one besides.</summary>
    /// <exception cref="PredictionFileException">It has another shape; the message says what was probably meant.</exception>
    public static int RowsOf(IReadOnlyList<long> shape, SubmissionFile file)
    {
        var (images, classes) = (file.Target.Manifest.Count, file.Target.Outputs.Count);
        if (shape is [var rows, var width] && width == classes)
            return (int)rows;
        long[] squeezed = [.. shape.Where(side => side != 1)];
        if (squeezed is [var wide, var columns] && columns == classes)
            return (int)wide;
        if (squeezed is [var only] && only == classes && shape.Count > 1)
            return 1;
        var meant = squeezed switch
        {
            [var a, var b] when a == classes && b == images => ". It seems to be turned round: save its transpose, array.T",
            [var a, var k, var b] when b == classes && (a == images || k == images) =>
                $". It has {(a == images ? k : a)} rows an image, as views of it or several models give: send the mean of their "
                    + "probabilities",
            [_, var b] when b == classes + 1 =>
                $". It has one column more than there are classes: leave the background class out, array[:, 1:] where it comes first",
            [_, var b] when b == file.Target.Manifest.Mask?.Count =>
                $". It has a column for each of the {b} classes that the dataset has: put them to their places among all {classes}, with "
                    + "a number below all others, such as -10000, elsewhere",
            [_, var b] when b > classes + 1 =>
                $". Its columns are {b} classes, and the dataset is over {classes}: take those of the dataset, in its order of classes",
            [_, var b] when b < classes =>
                $". Scores of {b} classes are no answer to a question about {classes}; for ranked classes alone send 'topk_class', or "
                    + "format topk-npy",
            _ => "",
        };
        throw new PredictionFileException($"'logits' has shape ({string.Join(", ", shape)}); [{images}, {classes}] is expected{meant}");
    }

    /// <summary>Message about an archive that has none of the arrays by their names.</summary>
    public static PredictionFileException Unnamed(NpzReader npz) =>
        new(
            $"the file holds {(npz.Names.Count == 0 ? "nothing" : string.Join(", ", npz.Names.Take(10).Select(name => $"'{name}'")))}; "
                + "'logits' [N, C] or 'topk_class' [N, K] is expected by that name, as numpy.savez(path, logits=array) writes it"
        );

    /// <summary>A note of arrays that could have been meant as well: of every class for every image, under other
    /// names.</summary>
    public static Check? OthersThatFit(NpzReader npz, int rows, SubmissionFile file)
    {
        string[] others =
        [
            .. npz.Names.Where(name =>
                !Known.Contains(name)
                && npz.ShapeOf(name)?.Where(side => side != 1).ToArray() is [var images, var classes]
                && images == rows
                && classes == file.Target.Outputs.Count
            ),
        ];
        return others.Length == 0
            ? null
            : Check.Note(
                CheckCodes.OutputChosen,
                $"The arrays {Quoted(npz.Names.Where(Known.Contains))} are read, by their names, and {Quoted(others)} would fit as well. "
                    + "Save the scores that are meant as 'logits', and no others."
            );

        static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{FirstTen.Printable(name)}'"));
    }
}
