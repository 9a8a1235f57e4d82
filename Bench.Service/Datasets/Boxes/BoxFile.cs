using System.Globalization;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;
using Bench.Service.Refusals;

namespace Bench.Service.Datasets.Boxes;

/// <summary>Boxes of a dataset's images: a CSV file with a line file_name,x0,y0,x1,y1 for each box. Any number of lines an image; the first
/// line of the file may name the columns.</summary>
public static class BoxFile
{
    const string Name = "the file of boxes";

    /// <summary>The boxes of each image that has any, by the image's place in the dataset.</summary>
    /// <exception cref="RefusalException">The file is not in order; the message names the line.</exception>
    public static IReadOnlyDictionary<int, IReadOnlyList<ImageBox>> Read(Stream content, ImageIndex images)
    {
        var boxes = new Dictionary<int, List<ImageBox>>();
        var first = true;
        foreach (var (line, fields) in CsvRows.Read(content, Name, ',', Refuse))
        {
            if (first && fields is ["file_name", "x0", "y0", "x1", "y1"])
            {
                first = false;
                continue;
            }
            first = false;
            if (fields.Length != 5)
                throw Refuse($"line {line} has {fields.Length} fields in place of 5");
            var image = images.Find(fields[0]);
            if (image < 0)
                throw Refuse(
                    $"line {line}: '{fields[0]}' is " + (image == ImageIndex.Ambiguous ? "the name of several images" : "no image")
                );
            if (!boxes.TryGetValue(image, out var own))
                boxes[image] = own = [];
            own.Add(Box(line, fields));
        }
        return boxes.Count > 0
            ? boxes.ToDictionary(each => each.Key, each => (IReadOnlyList<ImageBox>)each.Value)
            : throw Refuse("it has no box");
    }

    static ImageBox Box(int line, string[] fields)
    {
        var box = new ImageBox(Number(1), Number(2), Number(3), Number(4));
        return box.Right > box.Left && box.Bottom > box.Top
            ? box
            : throw Refuse($"line {line}: the box is empty; x1 is to be above x0, and y1 above y0");

        double Number(int field) =>
            double.TryParse(fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= 1_000_000
                ? number
                : throw Refuse($"line {line}: '{fields[field]}' is no number of pixels");
    }

    static RefusalException Refuse(string what) =>
        RefusalException.Invalid(
            "boxes-invalid",
            $"The boxes cannot be read: {what}.",
            "Send CSV lines file_name,x0,y0,x1,y1 in pixels of the stored pictures, for images of the dataset."
        );
}
