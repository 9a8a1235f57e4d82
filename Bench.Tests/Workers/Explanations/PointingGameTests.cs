using System.Text;
using Bench.Api.Pages;
using Bench.Imaging.Contract;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Explanations;
using Bench.Service.Refusals;
using Bench.Workers.Explanations;
using SkiaSharp;

namespace Bench.Tests.Workers.Explanations;

/// <summary>Boxes of the stored picture and strongest points of maps meet in the picture that the model sees.</summary>
public sealed class PointingGameTests
{
    static readonly CropPlan AsIs = new(0, 0, 100, 100, 100, 100, 0, 0);

    public static TheoryData<int, int, CropMode, int?, double> Contracts =>
        new()
        {
            { 400, 300, CropMode.Center, 256, 0.875 },
            { 300, 400, CropMode.Center, null, 0.875 },
            { 331, 257, CropMode.Squash, null, 1 },
            { 500, 200, CropMode.Border, null, 0.9 },
            { 160, 160, CropMode.Center, 128, 1 },
        };

    /// <remarks>A white box on black: where the crop is more than half white the mapped box is, to within a pixel that resampling
    /// blurs.</remarks>
    [Theory, MemberData(nameof(Contracts))]
    public void A_box_is_mapped_to_where_its_pixels_go(int width, int height, CropMode mode, int? resize, double part)
    {
        var geometry = Geometry.Of(
            new Preprocessing
            {
                Width = 160,
                Height = 160,
                CropMode = mode,
                Resize = resize,
                CropPct = part,
                Mean = new(0, 0, 0),
            }
        );
        var box = new ImageBox(width * 0.3, height * 0.35, width * 0.7, height * 0.6);
        box = new(Math.Round(box.Left), Math.Round(box.Top), Math.Round(box.Right), Math.Round(box.Bottom));
        using var picture = Drawn(width, height, box);
        var crop = new byte[geometry.CropBytes];
        new PictureCropper(geometry).Crop(picture, crop);
        var white = Enumerable.Range(0, 160 * 160).Where(place => crop[3 * place] > 127).ToList();

        var plan = geometry.Plan(width, height);
        var ((left, top), (right, bottom)) = (plan.InCrop(box.Left, box.Top), plan.InCrop(box.Right, box.Bottom));

        ((double)white.Min(place => place % 160)).ShouldBe(left, 0.75);
        (white.Max(place => place % 160) + 1.0).ShouldBe(right, 0.75);
        ((double)white.Min(place => place / 160)).ShouldBe(top, 0.75);
        (white.Max(place => place / 160) + 1.0).ShouldBe(bottom, 0.75);
    }

    [Theory]
    [InlineData(40, 50, 0)]
    [InlineData(39, 50, 0.5)]
    [InlineData(59, 59, 0)]
    [InlineData(60, 60, 0.70710678)]
    [InlineData(63, 64, 5.7008771)]
    public void The_distance_is_that_from_the_pixels_centre_to_the_box(int x, int y, double distance)
    {
        var map = new float[100 * 100];
        map[y * 100 + x] = 1;

        var pointing = StrongestPoint.Of(map, new(100, 100, [0]), [new(40, 40, 60, 60), new(90, 0, 100, 10)], AsIs);

        (pointing.X, pointing.Y).ShouldBe((x, y));
        pointing.Distance!.Value.ShouldBe(distance, 1e-6);
    }

    [Fact]
    public void A_box_that_is_cut_off_does_not_count_and_one_that_is_partly_there_does()
    {
        var map = new float[100 * 100];
        map[50] = 1;
        var right = AsIs with { ResizedWidth = 200, SourceWidth = 200, Left = 50 };

        StrongestPoint.Of(map, new(100, 100, [0]), [new(0, 0, 50, 100)], right).Distance.ShouldBeNull();
        StrongestPoint.Of(map, new(100, 100, [0]), [new(0, 0, 60, 100)], right).Distance.ShouldBe(40.5);
    }

    [Fact]
    public void Hits_are_counted_over_images_with_a_visible_box_with_and_without_the_tolerance()
    {
        var curve = FidelityCurve.Of([1, 0]);
        ExplainedImage Image(Pointing? pointing) => new(0, "a", 1, curve, curve, []) { Pointing = pointing };

        var game = PointingGame.Of(
            [Image(new(1, 1, 0)), Image(new(1, 1, 15)), Image(new(1, 1, 15.5)), Image(new(1, 1, null)), Image(null)],
            new(copies: null)
        );

        (game.Images, game.Outside, game.Hits.Hits, game.Near.Hits).ShouldBe((3, 1, 1, 2));
        // Wilson's interval of one in three.
        game.Hits.CiLow!.Value.ShouldBe(0.0615, 1e-4);
        game.Hits.CiHigh!.Value.ShouldBe(0.7923, 1e-4);
    }

    /// <summary>The first pixel of a map without a strongest one would be a hit of every box in the corner.</summary>
    [Fact]
    public void A_map_that_is_the_same_everywhere_points_nowhere_and_is_no_hit()
    {
        var curve = FidelityCurve.Of([1, 0]);
        ExplainedImage Image(bool flat, double? distance) =>
            new(0, "a", 1, curve, curve, []) { Pointing = new(0, 0, distance), Flat = flat };
        ExplainedImage[] images = [Image(true, 0), Image(true, 3), Image(false, 0), Image(true, null)];

        var summary = ExplanationSummary.Of(new(images, HasBoxes: true, Steps: ["Round"]), excluded: 0);

        var game = summary.Pointing!;
        (game.Images, game.Outside, game.Nowhere, game.Hits.Hits, game.Near.Hits).ShouldBe((3, 1, 2, 1, 1));
        (summary.Flat, summary.Images.Count(line => line.Flat)).ShouldBe((3, 3));
        ImageModel.Points(summary.Images[0]).ShouldContain("points nowhere");
        ImageModel.Points(summary.Images[2]).ShouldContain("lies in a box");
        ImageModel.Features(summary).ShouldContain("No gradient passes Round");
        ModelInquiries.Doubts(summary).ShouldBe(", 3 with a map that is the same everywhere; no gradient passes Round");
    }

    [Fact]
    public void A_file_has_any_number_of_boxes_an_image_and_may_name_its_columns()
    {
        var boxes = Read("file_name,x0,y0,x1,y1\nb.jpg,1,2,3.5,4\nn/a.jpg,0,0,9,9\nb.jpg,5,5,6,6\n");

        boxes.Keys.Order().ShouldBe([0, 1]);
        boxes[1].ShouldBe([new ImageBox(1, 2, 3.5, 4), new ImageBox(5, 5, 6, 6)]);
    }

    [Theory]
    [InlineData("b.jpg,1,2,3", "line 1 has 4 fields")]
    [InlineData("b.jpg,1,2,3,4\nc.jpg,1,2,3,4", "line 2: 'c.jpg' is not an image")]
    [InlineData("b.jpg,1,2,1,4", "line 1: the box is empty")]
    [InlineData("b.jpg,1,2,NaN,4", "line 1: 'NaN' is not a number of pixels")]
    [InlineData("b.jpg,left,2,3,4", "'left' is not a number")]
    [InlineData("file_name,x0,y0,x1,y1", "it has no box")]
    public void A_file_that_is_not_in_order_is_refused_with_the_line(string text, string reason)
    {
        var refusal = Should.Throw<RefusalException>(() => Read(text));

        (refusal.Failure.Code, refusal.Kind).ShouldBe(("boxes-invalid", RefusalKind.Invalid));
        refusal.Message.ShouldContain(reason);
    }

    static IReadOnlyDictionary<int, IReadOnlyList<ImageBox>> Read(string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return BoxFile.Read(content, new ImageIndex([Image("n/a.jpg"), Image("n/b.jpg")]));

        static ManifestImage Image(string path) => new(path, 0, default, [0], FacetSet.None);
    }

    static Picture Drawn(int width, int height, ImageBox box)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Black);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Color = SKColors.White, IsAntialias = false })
            canvas.DrawRect((float)box.Left, (float)box.Top, (float)(box.Right - box.Left), (float)(box.Bottom - box.Top), paint);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        var picture = new Picture();
        decoder.Decode(encoded.ToArray(), "drawn", picture);
        return picture;
    }
}
