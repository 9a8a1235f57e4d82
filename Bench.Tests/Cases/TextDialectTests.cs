using System.Text;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Text as PowerShell, Excel, pandas and old programs write it, wherever text is read.</summary>
public sealed class TextDialectTests : IDisposable
{
    readonly TempFolder _folder = new();

    public static TheoryData<string> Dialects =>
        ["utf-8", "utf-8 with mark", "utf-16", "utf-16 without mark", "utf-16 big", "utf-32", "carriage returns", "windows", "gzip", "zip"];

    [Theory, MemberData(nameof(Dialects))]
    public async Task Predictions_lists_orders_labels_and_classes_are_read_alike(string dialect)
    {
        var list = Write("list.txt", dialect, "a.JPEG 0\nb.JPEG 1\nc.JPEG 2\n");
        var target = await LabelTargets.FromListAsync(list);
        var csv = Write("p.csv", dialect, "file_name,predicted_class,predicted_probability\nb.JPEG,1,0.5\nc.JPEG,2,0.5\na.JPEG,0,0.5\n");
        var order = Write("order.txt", dialect, "b.JPEG\nc.JPEG\na.JPEG\n");
        var labels = Write("labels.csv", dialect, "file_name,label\nb.JPEG,1\nc.JPEG,2\na.JPEG,0\n");
        var json = Write("labels.json", dialect, """{"b.JPEG": 1, "c.JPEG": 2, "a.JPEG": 0}""");
        var classes = Write("classes.txt", dialect, "ant\nbee\n");
        var ranks = MadeArrays.Npy(_folder, "ranks.npy", "<i8", [3, 1], [1L, 2L, 0L]);

        target.Manifest.Images.Select(image => image.Classes[0]).ShouldBe([(ushort)0, (ushort)1, (ushort)2]);
        (await Twenty.SubmitAsync(target, "csv", csv)).Right(target).ShouldBe(3);
        (await Twenty.SubmitAsync(target, "topk-npy", ranks, order)).Right(target).ShouldBe(3);
        (await LabelsAsync(labels, "csv", target)).ShouldBe([0, 1, 2]);
        (await LabelsAsync(json, "json", target)).ShouldBe([0, 1, 2]);
        var space = await ClassSpaceResolver.ResolveAsync(
            Path.GetFileName(classes),
            _folder.Path,
            null,
            TestContext.Current.CancellationToken
        );
        space.Outputs.Classes.Select(one => one.Id).ShouldBe(["ant", "bee"]);
    }

    [Theory]
    [InlineData("file_name,predicted_class,predicted_probability\na.JPEG,0,0.5\nb.JPEG,1,0.5\ntotal,,1\n", "total")]
    [InlineData("file_name,predicted_class,predicted_probability\na.JPEG,0,0.5\n\"b\n.JPEG\",1,0.5\n", "line")]
    [InlineData("file_name,predicted_class,predicted_probability\na.JPEG,1,-0.5\nb.JPEG,2,-1\n", "look like logarithms")]
    [InlineData("file_name,predicted_class,predicted_probability\na.JPEG,1,-0.5\nb.JPEG,2,0.9\n", "look like logits")]
    [InlineData("file_name,predicted_class,predicted_probability\na.JPEG,1,0.5\nb.JPEG,1000,0.5\n", "counted from 1")]
    public async Task What_cannot_be_taken_is_named_with_its_likely_cause(string content, string words)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", _folder.Write("p.csv", content)))).ShouldContain(words);
    }

    string Write(string name, string dialect, string content)
    {
        byte[] bytes = dialect switch
        {
            "utf-8 with mark" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(content)],
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(content.Replace("\n", "\r\n", StringComparison.Ordinal))],
            "utf-16 without mark" => Encoding.Unicode.GetBytes(content),
            "utf-16 big" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(content)],
            "utf-32" => [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(content)],
            "carriage returns" => Encoding.UTF8.GetBytes(content.Replace('\n', '\r')),
            "windows" => Encoding.UTF8.GetBytes(content.Replace("\n", "\r\n", StringComparison.Ordinal)),
            "gzip" => PackedFiles.Gzip(content),
            "zip" => PackedFiles.Zip((name, content)),
            _ => Encoding.UTF8.GetBytes(content),
        };
        return _folder.Write(
            dialect switch
            {
                "gzip" => $"{name}.gz",
                "zip" => $"{name}.zip",
                _ => name,
            },
            bytes
        );
    }

    static async Task<int[]> LabelsAsync(string path, string format, LabelTarget target)
    {
        var set = (
            await LabelImporter.ImportAsync(
                path,
                Path.GetFileName(path),
                format,
                "set",
                null,
                target,
                TestContext.Current.CancellationToken
            )
        )[0];
        return [.. Enumerable.Range(0, target.Manifest.Count).Select(image => (int)set.Labels.Of(image)[0])];
    }

    public void Dispose() => _folder.Dispose();
}
