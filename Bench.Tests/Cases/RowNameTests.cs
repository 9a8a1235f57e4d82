using System.Text;
using Bench.Service.Labels;
using Bench.Tests.Fixtures;
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
