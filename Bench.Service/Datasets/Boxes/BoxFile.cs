using System.Globalization;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;
using Bench.Service.Refusals;

namespace Bench.Service.Datasets.Boxes;

/// <summary>Boxes of a dataset's images: a table with a line file_name,x0,y0,x1,y1 for each box. Any number of lines an
/// image; the first line of the file may name the columns, in any order.</summary>
/// <remarks>Edges are in pixels of the stored picture, from 0 at its left and top. Where the header says width and
/// height, they are taken for what they are.</remarks>
public static class BoxFile
{
    const string Name = "the file of boxes";

    /// <summary>Pixels that an edge may lie before the picture, by rounding.</summary>
    const double Before = 1;

    static readonly string[] Left = ["x0", "left", "x", "x1"];
    static readonly string[] Top = ["y0", "top", "y", "y1"];
    static readonly string[] Right = ["x1", "right", "x2"];
    static readonly string[] Bottom = ["y1", "bottom", "y2"];
    static readonly string[] Width = ["w", "width"];
    static readonly string[] Height = ["h", "height"];

    /// <summary>The boxes of each image that has any, by the image's place in the dataset.</summary>
    /// <param name="content">The file, from its start; it is closed.</param>
    /// <param name="images">The dataset's.</param>
    /// <exception cref="RefusalException">The file is not in order; the message names the line.</exception>
    public static IReadOnlyDictionary<int, IReadOnlyList<ImageBox>> Read(Stream content, ImageIndex images)
    {
        using var text = PlainText.Of(content);
        var boxes = new Dictionary<int, List<ImageBox>>();
        BoxColumns? columns = null;
        foreach (var (line, fields) in DelimitedRows.Read(text, Name, Refuse))
        {
            if (columns is null)
            {
                columns = BoxColumns.Of(fields);
                if (columns is not null)
                    continue;
                columns =
                    fields.Length == 5
                        ? new BoxColumns(0, [1, 2, 3, 4], false)
                        : throw Refuse($"line {line} has {fields.Length} fields in place of 5");
            }
            if (fields.Length <= columns.Last)
                throw Refuse($"line {line} has {fields.Length} fields in place of {columns.Last + 1}");
            var image = images.Find(fields[columns.Image]);
            if (image < 0)
                throw Refuse(
                    $"line {line}: '{FirstTen.Printable(fields[columns.Image])}' is "
                        + (image == ImageIndex.Ambiguous ? "the name of several images" : "not an image")
                );
            if (!boxes.TryGetValue(image, out var own))
                boxes[image] = own = [];
            own.Add(Box(line, fields, columns));
        }
        return boxes.Count > 0
            ? boxes.ToDictionary(each => each.Key, each => (IReadOnlyList<ImageBox>)each.Value)
            : throw Refuse("it has no box");
    }

    /// <summary>Refuses boxes that can be pixels of no picture when a file is attached; one that was taken before is
    /// read as it is.</summary>
    /// <exception cref="RefusalException">All edges are fractions from 0 to 1, or a box reaches out of its picture at
    /// the left or the top.</exception>
    public static void RequirePixels(IReadOnlyDictionary<int, IReadOnlyList<ImageBox>> boxes)
    {
        var all = boxes.Values.SelectMany(own => own).ToList();
        if (all.TrueForAll(box => box is { Left: >= 0, Top: >= 0, Right: <= 1, Bottom: <= 1 }))
            throw Refuse("every number lies from 0 to 1, as fractions of a picture do: multiply them by its width and height");
        foreach (var box in all.Where(box => box.Right <= 0 || box.Bottom <= 0 || box.Left < -Before || box.Top < -Before))
            throw Refuse(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the box {box.Left}, {box.Top}, {box.Right}, {box.Bottom} reaches out of its picture, which begins at 0, 0"
                )
            );
    }

    static ImageBox Box(int line, string[] fields, BoxColumns columns)
    {
        var (x, y, right, bottom) = (Number(0), Number(1), Number(2), Number(3));
        if (columns.IsSize)
            (right, bottom) = (x + right, y + bottom);
        return right > x && bottom > y
            ? new ImageBox(x, y, right, bottom)
            : throw Refuse(
                columns.IsSize
                    ? $"line {line}: the box is empty; width and height are to be above 0"
                    : $"line {line}: the box is empty; x1 is to be above x0, and y1 above y0. Where the numbers are width and height, say "
                        + "so in the first line: file_name,x,y,width,height"
            );

        double Number(int edge) =>
            DecimalText.TryParse(fields[columns.Edges[edge]], out var number) && Math.Abs(number) <= 1_000_000
                ? number
                : throw Refuse($"line {line}: '{FirstTen.Printable(fields[columns.Edges[edge]])}' is not a number of pixels");
    }

    static RefusalException Refuse(string what) =>
        RefusalException.Invalid(
            "boxes-invalid",
            $"The boxes cannot be read: {what}.",
            "Send CSV lines file_name,x0,y0,x1,y1 in pixels of the stored pictures, for images of the dataset."
        );

    /// <summary>Places of the columns.</summary>
    /// <param name="Image">The image's name.</param>
    /// <param name="Edges">Left, top, then right and bottom, or width and height.</param>
    /// <param name="IsSize">Whether the last two are width and height.</param>
    sealed record BoxColumns(int Image, int[] Edges, bool IsSize)
    {
        public int Last => Math.Max(Image, Edges.Max());

        /// <summary>The columns that a header names; null where the line is none.</summary>
        /// <exception cref="RefusalException">It names an image's column and not those of a box.</exception>
        public static BoxColumns? Of(string[] fields)
        {
            var image = ColumnNames.Find(fields, ColumnNames.Image);
            if (image < 0)
                return null;
            var (width, height) = (ColumnNames.Find(fields, Width), ColumnNames.Find(fields, Height));
            var isSize = width >= 0 && height >= 0;
            int[] edges =
            [
                ColumnNames.Find(fields, Left),
                ColumnNames.Find(fields, Top),
                isSize ? width : ColumnNames.Find(fields, Right),
                isSize ? height : ColumnNames.Find(fields, Bottom),
            ];
            // Of x1, y1, x2, y2 the first two are left and top.
            if (!isSize && edges[0] == edges[2] && edges[1] == edges[3])
                (edges[2], edges[3]) = (ColumnNames.Find(fields, ["x2"]), ColumnNames.Find(fields, ["y2"]));
            return edges.Min() >= 0 && edges.Distinct().Count() == 4
                ? new BoxColumns(image, edges, isSize)
                : throw Refuse(
                    $"the first line is '{FirstTen.Printable(string.Join(',', fields))}'; it must be file_name,x0,y0,x1,y1 or "
                        + "file_name,x,y,width,height (ImageNet's xmin and ymin count from 1: x0 is xmin − 1)"
                );
        }
    }
}
