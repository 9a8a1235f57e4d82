using System.Globalization;
using System.Text;
using Bench.Service.Claims;
using Bench.Service.Labels;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>The names of the rows of an array, in the forms that people save them in.</summary>
public sealed class RowNameTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("file_name\n\"b, b.JPEG\"\na.JPEG\n", "a heading alone")]
    [InlineData(",File Name\n0,\"b, b.JPEG\"\n1,a.JPEG\n", "pandas, with its index")]
    [InlineData("path,label\n\"b, b.JPEG\",1\na.JPEG,0\n", "a table")]
    [InlineData("\"b, b.JPEG\"\n\"a.JPEG\"\n", "JSON Lines")]
    [InlineData("[\"b, b.JPEG\", \"a.JPEG\",]", "a comma at the end")]
    [InlineData("b, b.JPEG\r\na.JPEG", "lines")]
    public async Task An_order_in_text_names_the_rows(string content, string form)
    {
        form.ShouldNotBeEmpty();
        await ShouldOrderAsync(_folder.Write("order", content));
    }

    [Theory]
    [InlineData("<U9")]
    [InlineData(">U9")]
    [InlineData("|S9")]
    public async Task An_order_that_NumPy_saved_names_the_rows(string type) =>
        await ShouldOrderAsync(_folder.Write("order.npy", MadeArrays.Bytes(type, [2], Padded(type))));

    [Fact]
    public async Task Objects_are_never_unpickled_for_names()
    {
        var order = _folder.Write("order.npy", MadeArrays.Bytes("|O", [2], new byte[64]));

        (await Twenty.RefusedAsync(() => ShouldOrderAsync(order))).ShouldContain("numpy.array(names, dtype=str)");
    }

    [Fact]
    public async Task Names_may_lie_in_the_archive_with_the_logits()
    {
        var target = await TargetAsync();
        var path = MadeArrays.Npz(
            _folder,
            "logits.npz",
            ("logits.npy", MadeArrays.Bytes("<f4", [2, 1000], Logits())),
            ("names.npy", MadeArrays.Bytes("<U9", [2], Padded("<U9")))
        );

        (await Twenty.SubmitAsync(target, "npz", path)).Right(target).ShouldBe(2);
        (await Twenty.SubmitAsync(target, "npz", path, _folder.Write("same.txt", "b, b.JPEG\na.JPEG"))).Right(target).ShouldBe(2);
        (
            await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "npz", path, _folder.Write("other.txt", "a.JPEG\nb, b.JPEG")))
        ).ShouldStartWith("row 0 is b, b.JPEG by the array 'names' and another image by the part 'order'");
    }

    [Theory]
    [InlineData("{1}/{0}", 0, null)]
    [InlineData("{0}_{1}", 1, null)]
    [InlineData(
        "{1}/{0}",
        12,
        "12 of 12 names with a WordNet id have another one than their image's class here: n15075141/ILSVRC2012_val_0"
    )]
    [InlineData("{0}_{1}", 12, "ILSVRC2012_val_00000001_n15075141 is of n01751748 (65)")]
    public async Task A_class_in_a_name_is_that_of_the_image(string form, int wrong, string? refusal)
    {
        int[] numbers = [.. Enumerable.Range(1, 12)];
        var images = numbers.Select(number => $"ILSVRC2012_val_{number:D8}").ToArray();
        var labels = images.Select(image => ValLabels.Of(image)!.Value).ToArray();
        var target = await LabelTargets.FromLinesAsync(_folder, [.. images.Select((image, i) => $"{image}.JPEG {labels[i]}")]);
        var rows = images.Select(
            (image, i) =>
            {
                var id = i < wrong ? "n15075141" : target.Classes[labels[i]].Id;
                return $"{string.Format(CultureInfo.InvariantCulture, form, image, id)},{labels[i]},0.9\n";
            }
        );
        var path = _folder.Write("p.csv", "file_name,predicted_class,predicted_probability\n" + string.Concat(rows));

        if (refusal is null)
            (await Twenty.SubmitAsync(target, "csv", path)).Right(target).ShouldBe(12);
        else
            (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", path))).ShouldContain(refusal);
    }

    public void Dispose() => _folder.Dispose();

    async Task ShouldOrderAsync(string order)
    {
        var target = await TargetAsync();
        var ranks = MadeArrays.Npy(_folder, "ranks.npy", "<i8", [2, 1], [1L, 0L]);

        (await Twenty.SubmitAsync(target, "topk-npy", ranks, order)).Right(target).ShouldBe(2);
    }

    Task<LabelTarget> TargetAsync() => LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b, b.JPEG 1");

    static byte[] Padded(string type) =>
        [
            .. new[] { "b, b.JPEG", "a.JPEG" }.SelectMany(name =>
                type switch
                {
                    "|S9" => Encoding.UTF8.GetBytes(name.PadRight(9, '\0')),
                    ">U9" => new UTF32Encoding(bigEndian: true, byteOrderMark: false).GetBytes(name.PadRight(9, '\0')),
                    _ => Encoding.UTF32.GetBytes(name.PadRight(9, '\0')),
                }
            ),
        ];

    static float[] Logits()
    {
        var logits = new float[2000];
        for (var i = 0; i < logits.Length; i++)
            logits[i] = i * 7919 % 1000 / 250f - 2;
        (logits[1], logits[1000]) = (9, 9);
        return logits;
    }
}
