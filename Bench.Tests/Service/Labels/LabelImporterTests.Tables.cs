using Bench.Service.Labels.Formats;

namespace Bench.Tests.Service.Labels;

public sealed partial class LabelImporterTests
{
    [Theory]
    [InlineData("file_name,labels\na.JPEG,0\nb.JPEG,1;n01484850\nc.JPEG,\n")]
    [InlineData("a.JPEG,n01440764\nb.JPEG,2|1|2\n")]
    [InlineData("label,file_name\n0,a.JPEG\n1 2,deep/b.png\n")]
    public async Task A_table_of_ones_own_may_be_csv(string csv)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0", "c.JPEG 0");
        var set = (await ImportAsync(LabelFormats.Csv, csv, target))[0];
        Rows(set).ShouldBe(["0", "1 2", "no-label"]);
        set.Kind.ShouldBe("set");
        set.Weights.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task A_table_of_ones_own_may_be_json_and_may_have_weights()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0", "c.JPEG 0");
        var set = (
            await ImportAsync("json", """{"b.JPEG": {"labels": [1, "n01484850"], "weight": 0.5}, "a.JPEG": 0, "c.JPEG": []}""", target)
        )[0];
        Rows(set).ShouldBe(["0", "1 2", "no-label"]);
        set.Weights.ToArray().ShouldBe([1, 0.5f, 1]);
        var csv = (await ImportAsync(LabelFormats.Csv, "file_name,labels,weight\nb.JPEG,1,0.25\na.JPEG,0,\n", target))[0];
        csv.Weights.ToArray().ShouldBe([1, 0.25f, 1]);
        csv.Kind.ShouldBe("single");
    }

    [Theory]
    [InlineData("file_name|labels|weight\na.JPEG|0;2|0.5\nb.JPEG|1|\n")]
    [InlineData("file name | labels | weight\na.JPEG | 0;2 | 0.5\nb.JPEG | 1 | \n")]
    public async Task Bars_separate_columns(string table)
    {
        var set = (await ImportAsync(LabelFormats.Csv, table, await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0")))[0];

        Rows(set).ShouldBe(["0 2", "1"]);
        set.Weights.ToArray().ShouldBe([0.5f, 1]);
    }

    [Fact]
    public async Task Behind_a_space_a_bar_stands_between_labels() =>
        Rows(
                (
                    await ImportAsync(
                        LabelFormats.Csv,
                        "a.JPEG 0|2\nb.JPEG 1\n",
                        await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0")
                    )
                )[0]
            )
            .ShouldBe(["0 2", "1"]);

    [Theory]
    [InlineData("a.JPEG: 0\nb.JPEG: 1\n", "label-set-invalid", "is YAML, not a table in text")]
    [InlineData("---\na.JPEG: 0\n", "label-set-invalid", "is YAML, not a table in text")]
    [InlineData("a.JPEG,0\nz.JPEG,1\n", "label-set-image-unknown", "1 image of labels is not in the dataset: z.JPEG (line 2)")]
    [InlineData("a.JPEG,0\na.JPEG,1\n", "label-set-image-repeated", "1 image appears in labels more than once: a.JPEG (line 2)")]
    [InlineData(
        "a.JPEG,0\nb.JPEG,1000;tench\n",
        "label-set-class-unknown",
        "2 labels of labels are neither class ids nor indices of 'imagenet-1k': '1000' of b.JPEG (line 2), 'tench' of b.JPEG (line 2)"
    )]
    [InlineData("a.JPEG,0\nsame.JPEG,1\n", "label-set-image-unknown", "1 name of labels is those of several images: same.JPEG (line 2)")]
    [InlineData("a.JPEG,0,-1\n", "label-set-invalid", "labels, line 1: the weight of a.JPEG is -1; it must be 0 or more")]
    [InlineData("a.JPEG,0,much\n", "label-set-invalid", "labels, line 1: the weight 'much' is not a number")]
    [InlineData("a.JPEG,0,NaN\n", "label-set-invalid", "labels, line 1: the weight of a.JPEG is NaN; it must be 0 or more")]
    [InlineData(
        "a.JPEG\n",
        "label-set-invalid",
        "labels: the first line is 'a.JPEG'; file_name,labels or file_name,labels,weight are expected"
    )]
    [InlineData("file_name,guess\na.JPEG,0\n", "label-set-invalid", "the first line is 'file_name,guess'")]
    [InlineData("a.JPEG,\n", "label-set-invalid", "every label of labels is empty")]
    [InlineData("file_name,labels\n", "label-set-invalid", "labels has no rows")]
    public async Task A_wrong_table_is_refused_with_its_lines(string csv, string code, string message)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0", "1/same.JPEG 0", "2/same.JPEG 0");
        await RefusedAsync(LabelFormats.Csv, csv, target, code, message);
    }

    [Fact]
    public async Task A_table_that_pandas_wrote_with_its_index_is_read()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0");

        var set = (await ImportAsync(LabelFormats.Csv, ",file_name,labels\n0,b.JPEG,1\n1,a.JPEG,0\n", target))[0];

        Rows(set).ShouldBe(["0", "1"]);
    }

    [Fact]
    public async Task Offenders_are_counted_and_the_first_ten_named()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0");
        await RefusedAsync(
            LabelFormats.Csv,
            string.Concat(Enumerable.Range(0, 1500).Select(i => $"x{i},0\n")),
            target,
            "label-set-image-unknown",
            "1,500 images of labels are not in the dataset: x0 (line 1), x1 (line 2), x2 (line 3), x3 (line 4), x4 (line 5), x5 "
                + "(line 6), x6 (line 7), x7 (line 8), x8 (line 9), x9 (line 10) and 1,490 more"
        );
        await RefusedAsync("xml", "", target, "label-set-format-unknown", "there is no label format 'xml'; known are real-json,");
    }
}
