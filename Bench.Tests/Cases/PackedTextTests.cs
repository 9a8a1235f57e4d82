using System.Text;
using Bench.Service.Inputs;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Texts that come packed: what cannot be read of them is called what it is, and nothing unpacks without end.</summary>
public sealed class PackedTextTests : IDisposable
{
    const string Table = "file_name,predicted_class,predicted_probability\na.JPEG,0,0.5\nb.JPEG,1,0.5\n";

    readonly TempFolder _folder = new();

    [Fact]
    public async Task An_archive_with_what_macOS_adds_is_that_of_one_file()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var sent = PackedFiles.Zip(("results/p.csv", Table), ("__MACOSX/results/._p.csv", "\0"), ("results/.DS_Store", "\0"));

        (await Twenty.SubmitAsync(target, "csv", _folder.Write("p.zip", sent))).Right(target).ShouldBe(2);
    }

    public static TheoryData<string, byte[]> Refused =>
        new()
        {
            { "the file is a zip archive, not a table in text", PackedFiles.Zip(("a.csv", Table), ("b.csv", Table)) },
            { "the file is a Parquet file, not a table in text", PackedFiles.Gzip([.. "PAR1"u8, .. new byte[100]]) },
            { "the file is a gzip archive, not a table in text", PackedFiles.Gzip(PackedFiles.Gzip(Table)) },
            { "cannot be unpacked: it is truncated or damaged", PackedFiles.Gzip(Table)[..40] },
            { "cannot be unpacked: it is truncated or damaged", [0x1F, 0x8B, 8, .. new byte[100]] },
            { "the file is empty", PackedFiles.Gzip("") },
        };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_is_inside_is_named_not_its_package(string words, byte[] sent)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "csv", _folder.Write("p.csv.gz", sent)))).ShouldContain(words);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_unpacks_to_more_than_the_limit_is_refused_before_it_is_kept(bool gzip)
    {
        var zeros = new string('0', 5_000_000);
        var sent = _folder.Write("bomb.csv", gzip ? PackedFiles.Gzip(zeros) : PackedFiles.Zip(("bomb.csv", zeros)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should
            .Throw<FormatException>(() => InputFile.OpenText(sent, 4_000_000, message => new FormatException(message), "bomb.csv"))
            .Message.ShouldBe("bomb.csv unpacks to more than 4,000,000 bytes; that is the limit");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public async Task An_order_is_called_so_in_what_is_said_of_it()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var ranks = MadeArrays.Npy(_folder, "ranks.npy", "<i8", [2, 1], [0L, 1L]);
        var order = _folder.Write("upload-7", PackedFiles.Gzip("a.JPEG\nb.JPEG\n")[..20]);

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "topk-npy", ranks, order))).ShouldBe(
            "'order' cannot be unpacked: it is truncated or damaged"
        );
    }

    [Fact]
    public void The_next_step_is_about_what_is_inside()
    {
        var packed = _folder.Write("p.csv.gz", PackedFiles.Gzip(Encoding.UTF8.GetBytes("[{\"file_name\": \"a.JPEG\"}]")));

        ForeignStep.ToTable(ForeignForm.OfText(packed)!)!.ShouldStartWith("Convert it to a table with a row an image");
        ForeignForm.OfText(_folder.Write("cut.gz", PackedFiles.Gzip(Table)[..40])).ShouldBeNull();
    }

    public void Dispose() => _folder.Dispose();
}
