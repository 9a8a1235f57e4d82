using System.Globalization;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Files of localisation, whose numbers are the corners of boxes and not classes.</summary>
public sealed class BoxCornerTests : IDisposable
{
    static readonly string[] Boxes = ["240 170 260 240", "85 1 499 272", "131 0 499 254", "25 40 62 377", "313 4 444 77", "6 5 300 200"];

    readonly TempFolder _folder = new();

    [Fact]
    public async Task A_list_in_json_has_the_class_of_each_box_and_not_its_corners()
    {
        var target = await TargetAsync();

        var set = await ImportAsync("json", """{"0.JPEG": ["n01440764", 240, 170, 260, 240], "1.JPEG": 1}""", target);

        set.Labels.Of(0).ToArray().ShouldBe([(ushort)0]);
        (
            await Should.ThrowAsync<LabelSetException>(() => ImportAsync("json", """{"0.JPEG": ["n01440764", 240, 170]}""", target))
        ).Message.ShouldContain("0.JPEG: 'n01440764 240 170' mixes class ids and numbers");
    }

    [Theory]
    [InlineData(true, "a number and four more that are ordered as the corners of a box")]
    [InlineData(false, "four numbers that are ordered as the corners of a box")]
    public async Task Numbers_that_are_all_ordered_as_corners_are_no_classes(bool named, string words)
    {
        var target = await TargetAsync();
        string[] cells = [.. Boxes.Select((box, i) => named ? $"{i} {box} {i} {Boxes[^1]}" : box)];
        var table = "file_name,labels\n" + string.Join('\n', cells.Select((cell, i) => $"{i}.JPEG,{cell}"));
        var lists = "{" + string.Join(',', cells.Select((cell, i) => $"\"{i}.JPEG\": [{cell.Replace(' ', ',')}]")) + "}";

        (await Should.ThrowAsync<LabelSetException>(() => ImportAsync("csv", table, target))).Message.ShouldContain(words);
        (await Should.ThrowAsync<LabelSetException>(() => ImportAsync("json", lists, target))).Message.ShouldContain(words);
        (await Should.ThrowAsync<DatasetImportException>(() => TargetAsync(cells))).Message.ShouldContain(words);
    }

    /// <summary>Zeros and a one of each image, a number for every class: 0 and 1 are not the classes.</summary>
    [Fact]
    public async Task A_number_for_every_class_is_no_list_of_classes()
    {
        var rows = Enumerable.Range(0, 6).Select(i => $"\"{i}.JPEG\": [{string.Join(',', Enumerable.Repeat(0, 999).Append(1))}]");
        var target = await TargetAsync();

        var refused = await Should.ThrowAsync<LabelSetException>(() => ImportAsync("json", $"{{{string.Join(',', rows)}}}", target));

        refused.Message.ShouldContain("has 1,000 numbers, one for each class");
    }

    /// <summary>A model's best five, several classes in order, and one cell of five among others.</summary>
    [Theory]
    [InlineData("5 3 9 1 2", "1 9 4 6 2", "2 8 1 0 7", "3 4 5 1 0", "4 9 2 8 1", "5 1 0 2 3")]
    [InlineData("0 1 2 3 4", "1 2 3 4 5", "2 3 4 5 6", "3 4 5 6 7", "4 5 6 7 8", "5 6 7 8 9")]
    [InlineData("0 9 1 10 2", "1 9 1 10 2", "2 9 1 10 2", "3 9 1 10 2", "4 9 1 10 2", "5")]
    public void Sets_of_five_classes_are_classes(params string[] cells)
    {
        var boxes = new BoxCorners();

        foreach (var cell in cells)
            boxes.Add(cell.Split(' '));

        boxes.WhyNot.ShouldBeNull();
    }

    /// <summary>A class, an edge, width and height, as COCO writes boxes; a model's best five; five classes in order.</summary>
    [Theory]
    [InlineData("0 240 170 20 70", "labels-too-broad")]
    [InlineData("0 90 10 20 50", "labels-too-broad")]
    [InlineData("0 240 250 260 270", null)]
    [InlineData("0 240 170", null)]
    public async Task Five_numbers_of_each_image_in_no_order_are_doubted(string cell, string? code)
    {
        int[] images = [.. Enumerable.Range(0, 25)];
        var target = await LabelTargets.FromListAsync(
            _folder.Write("many.csv", "file_name,label\n" + string.Join('\n', images.Select(image => $"{image}.JPEG,{image}")))
        );
        var lines = images.Select(image =>
            $"{image}.JPEG,{string.Join(' ', cell.Split(' ').Select(number => image + int.Parse(number, CultureInfo.InvariantCulture)))}"
        );

        var set = await ImportAsync("csv", "file_name,labels\n" + string.Join('\n', lines), target);

        set.Checks.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
        (await DatasetAsync("file_name,label\n" + string.Join('\n', lines)))
            .Checks.Select(check => check.Code)
            .ShouldBe(code is null ? [] : [code]);
    }

    Task<ImportedDataset> DatasetAsync(string list)
    {
        var path = _folder.Write("own.csv", list);
        var options = new DatasetImportOptions { Layout = "csv", DatasetsRoot = Path.GetDirectoryName(path)! };
        return DatasetImporter.ImportAsync(path, options, null, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();

    Task<LabelTarget> TargetAsync(string[]? cells = null) =>
        LabelTargets.FromListAsync(
            _folder.Write("list.csv", "file_name,label\n" + string.Join('\n', Boxes.Select((_, i) => $"{i}.JPEG,{cells?[i] ?? $"{i}"}")))
        );

    async Task<ImportedLabelSet> ImportAsync(string format, string text, LabelTarget target) =>
        (
            await LabelImporter.ImportAsync(
                _folder.Write($"labels.{format}", text),
                $"labels.{format}",
                format,
                "set",
                null,
                target,
                TestContext.Current.CancellationToken
            )
        ).ShouldHaveSingleItem();
}
