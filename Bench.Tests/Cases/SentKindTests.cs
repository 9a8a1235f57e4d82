using System.Text;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Files of another kind that are sent as predictions or as the order of their rows are called what they are.</summary>
public sealed class SentKindTests : IDisposable
{
    readonly TempFolder _folder = new();

    public static TheoryData<string, byte[]> Kinds =>
        new()
        {
            { "an Excel workbook (.xlsx)", [.. "PK\u0003\u0004"u8, .. new byte[26], .. "[Content_Types].xml"u8, .. new byte[100]] },
            { "a Parquet file", [.. "PAR1"u8, .. new byte[100]] },
            { "an HDF5 file", [0x89, .. "HDF\r\n\u001a\n"u8, .. new byte[100]] },
            { "a Python pickle", [0x80, 4, 0x95, .. new byte[100]] },
            { "a MATLAB file", [.. "MATLAB 5.0 MAT-file"u8, .. new byte[100]] },
            { "a web page", [.. "\n<!DOCTYPE html>\n<html>"u8] },
        };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Another_kind_than_text_is_named_in_a_table_and_in_an_order(string words, byte[] content)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var sent = _folder.Write("sent", content);
        var ranks = MadeArrays.Npy(_folder, "ranks.npy", "<i8", [2, 1], [0L, 1L]);

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", sent))).ShouldBe($"the file is {words}, not a table in text");
        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "topk-npy", ranks, sent))).ShouldBe($"'order' is {words}, not text");
    }

    [Theory]
    [InlineData("[{\"file_name\": \"a.JPEG\", \"predicted_class\": 0}]")]
    [InlineData("{\"file_name\": \"a.JPEG\", \"predicted_class\": 0}\n{\"file_name\": \"b.JPEG\", \"predicted_class\": 1}")]
    public async Task JSON_in_the_place_of_a_table_is_called_so(string content)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", _folder.Write("p.json", content)))).ShouldBe(
            "the file is JSON, not a table in text"
        );
    }

    [Fact]
    public async Task An_array_in_the_place_of_an_archive_is_told_how_to_become_one()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var array = MadeArrays.Npy(_folder, "logits.npy", "<f4", [2, 1000], new float[2000]);

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "npz", array))).ShouldBe(
            "the file is a NumPy array (.npy), not an npz archive, as numpy.savez(path, logits=array) writes one"
        );
    }

    [Fact]
    public async Task An_archive_that_is_cut_short_or_sent_as_an_array_is_called_so()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var order = _folder.Write("order.txt", "a.JPEG\nb.JPEG\n");
        var npz = MadeArrays.Npz(_folder, "whole.npz", ("logits.npy", MadeArrays.Bytes("<f4", [2, 1000], new float[2000])));
        var cut = _folder.Write("cut.npz", (await File.ReadAllBytesAsync(npz, TestContext.Current.CancellationToken))[..100]);

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "npz", cut, order))).ShouldStartWith(
            "the file is truncated or damaged"
        );
        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "topk-npy", npz, order))).ShouldStartWith(
            "the file is an npz file of NumPy arrays, not a NumPy array"
        );
    }

    [Fact]
    public async Task Names_in_another_encoding_are_told_as_the_cause()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "ä.JPEG 0", "b.JPEG 1");
        var latin = Encoding.Latin1.GetBytes("file_name,predicted_class,predicted_probability\nä.JPEG,0,0.5\nb.JPEG,1,0.5\n");

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", _folder.Write("p.csv", latin)))).ShouldContain("not UTF-8");
    }

    public void Dispose() => _folder.Dispose();
}
