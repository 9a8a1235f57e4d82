using System.Globalization;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Weights of label sets that another column was read for, and honest ones.</summary>
public sealed class WeightColumnTests : IDisposable
{
    const int Images = 200;

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("classes", "the numbers of the labels' classes")]
    [InlineData("classes from 1", "the numbers of the labels' classes")]
    [InlineData("classes of nine rows in ten", "the numbers of the labels' classes")]
    [InlineData("classes as a share of the greatest", "the numbers of the labels' classes")]
    [InlineData("the challenge's classes", "challenge's own order")]
    [InlineData("rows", "the numbers of the file's rows")]
    [InlineData("rows, last first", "the numbers of the file's rows")]
    [InlineData("rows of another order", "all different whole numbers one after the other")]
    [InlineData("numbers of the images", "the numbers of the file names")]
    [InlineData("ranks of the labels", "the labels' ranks")]
    [InlineData("ranks of the classes by something", "one whole number for each class")]
    [InlineData("one image", "% of all weight")]
    public async Task Numbers_of_something_else_are_doubted(string what, string words)
    {
        var check = (await ImportAsync(what)).Checks.ShouldHaveSingleItem();

        check.Code.ShouldBe("weights-doubtful");
        check.Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("ones")]
    [InlineData("zeros and ones")]
    [InlineData("shares")]
    [InlineData("shares of two decimals")]
    [InlineData("inverse frequencies")]
    [InlineData("a long tail by class")]
    [InlineData("votes")]
    [InlineData("pixels")]
    public async Task Weights_are_not(string what) => (await ImportAsync(what)).Checks.ShouldBeEmpty();

    async Task<ImportedLabelSet> ImportAsync(string what)
    {
        var random = new Random(7);
        // Forty classes of one to nine images, in a list that is in no order of classes.
        int[] label =
        [
            .. Enumerable.Range(0, Images).Select(image => (int)(40 * Math.Pow(image * 79 % Images / (double)Images, 1.5)) * 23),
        ];
        int[] number = [.. Enumerable.Range(0, Images).Select(image => 17 + image * 241 + image * image % 101)];
        int[] lot = [.. Enumerable.Range(0, Images)];
        random.Shuffle(lot);
        int[] classes = [.. label.Distinct().Order()];
        int[] byLot = [.. Enumerable.Range(0, classes.Length)];
        random.Shuffle(byLot);
        var ranked = label.Order().ToArray();
        int[] challenge =
        [
            .. Bench
                .Service.Claims.ClassOrders.MistakenFor(Bench.Service.Datasets.ClassSpaces.ImageNet1kClasses.Space)
                .First(order => order.Words.Contains("challenge's own order of classes, which", StringComparison.Ordinal))
                .Meant,
        ];
        string[] names = [.. number.Select(one => $"photo_{one:D8}.jpg")];
        var target = await LabelTargets.FromLinesAsync(_folder, [.. names.Select((name, image) => $"{name} {label[image]}")]);
        // The file's rows are in another order than the dataset's images.
        int[] rows = [.. Enumerable.Range(0, Images).OrderBy(image => image * 37 % Images)];
        double Weight(int row, int image) =>
            what switch
            {
                "classes" => label[image],
                "classes from 1" => label[image] + 1,
                "classes of nine rows in ten" => row % 11 == 0 ? 1 : label[image],
                "classes as a share of the greatest" => Math.Round(label[image] / (double)label.Max(), 4),
                "the challenge's classes" => Array.IndexOf(challenge, label[image]),
                "rows" => row + 1,
                "rows, last first" => Images - row,
                "rows of another order" => lot[image],
                "numbers of the images" => number[image],
                "ranks of the labels" => ranked.Index().Where(each => each.Item == label[image]).Average(each => each.Index) + 1,
                "ranks of the classes by something" => byLot[Array.IndexOf(classes, label[image])],
                "one image" => image == 3 ? 1e6 : 1,
                "ones" => 1,
                "zeros and ones" => image % 3 == 0 ? 0 : 1,
                "shares" => random.NextDouble(),
                "shares of two decimals" => Math.Round(random.NextDouble(), 2),
                "inverse frequencies" => 1.0 / label.Count(one => one == label[image]),
                "a long tail by class" => Math.Pow(0.93, label[image] / 23.0),
                "votes" => random.Next(1, 6),
                _ => random.Next(40_000, 400_000),
            };
        var lines = rows.Select(
            (image, row) => string.Create(CultureInfo.InvariantCulture, $"{names[image]},{label[image]},{Weight(row, image)}")
        );
        var path = _folder.Write("weights.csv", "file_name,labels,weight\n" + string.Join('\n', lines));
        return (
            await LabelImporter.ImportAsync(
                path,
                "weights.csv",
                LabelFormats.Csv,
                "weighed",
                null,
                target,
                TestContext.Current.CancellationToken
            )
        ).ShouldHaveSingleItem();
    }

    public void Dispose() => _folder.Dispose();
}
