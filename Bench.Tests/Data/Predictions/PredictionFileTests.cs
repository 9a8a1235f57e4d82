using System.Diagnostics;
using System.IO.Compression;
using Bench.Data.Predictions;

namespace Bench.Tests.Data.Predictions;

public sealed partial class PredictionFileTests : IDisposable
{
    const int Classes = 12;
    const int Head = 10;

    readonly TempFolder _folder = new();

    [Fact]
    public void What_is_written_is_read_back_bit_for_bit()
    {
        var rows = new RandomRows(7, 25, Classes, Head);
        var file = PredictionFile.Read(Write("a.npz", rows, 25));
        file.Meta.ImageOrderHash.ShouldBe("order");
        file.Meta.Preprocessing!.Value.GetProperty("crop_pct").GetDouble().ShouldBe(0.875);
        file.Arrays.TopClass.ShouldBe(rows.TopClass);
        file.Arrays.TopLogit.ShouldBe(rows.TopLogit);
        file.Arrays.LogSumExp.ShouldBe(rows.LogSumExp);
        file.Arrays.Logits.ShouldBe(rows.Logits);
        file.Arrays.Classes.ShouldBe(Classes);
    }

    [Fact]
    public void The_batches_leave_no_trace_in_the_bytes()
    {
        var rows = new RandomRows(8, 100, Classes, Head);
        var whole = File.ReadAllBytes(Write("whole.npz", rows, 100));
        foreach (var batch in (int[])[1, 7, 32, 99])
            File.ReadAllBytes(Write($"{batch}.npz", rows, batch)).ShouldBe(whole);
    }

    [Fact]
    public void Parts_join_to_the_bytes_of_a_file_that_was_never_cut()
    {
        var rows = new RandomRows(9, 100, Classes, Head);
        var whole = Write("whole.npz", rows, 100);
        var parts = new[] { (0, 40), (40, 1), (41, 0), (41, 59) }.Select(p => WritePart(rows, p.Item1, p.Item2)).ToArray();
        var joined = Path.Combine(_folder.Path, "joined.npz");
        PredictionParts.Join(parts, joined, CancellationToken.None).Rows.ShouldBe(100);
        File.ReadAllBytes(joined).ShouldBe(File.ReadAllBytes(whole));

        Should
            .Throw<PredictionFileException>(() => PredictionParts.Join([parts[0], parts[3]], joined + "2", CancellationToken.None))
            .Message.ShouldBe("part 1 begins at image 41; 40 is the next one");
        Should
            .Throw<PredictionFileException>(() => PredictionParts.Join([parts[0]], joined + "2", CancellationToken.None))
            .Message.ShouldBe("the parts end at image 40 of 100");
        Should
            .Throw<PredictionFileException>(() =>
                PredictionParts.Join([parts[0], WritePart(rows, 40, 60, "other order")], joined + "2", CancellationToken.None)
            )
            .Message.ShouldStartWith("part 1 is of another evaluation");
        File.Exists(joined + "2").ShouldBeFalse();
        File.Exists(joined + "2.partial").ShouldBeFalse();
    }

    [Fact]
    public void One_row_is_read_without_the_others()
    {
        var path = Write("rows.npz", new RandomRows(10, 100, Classes, Head), 100);
        var whole = PredictionFile.Read(path).Arrays;
        using var npz = NpzReader.Open(path);
        foreach (var row in (int[])[0, 41, 99])
            npz.ReadRow<ushort>("topk_class", row).ShouldBe(whole.TopClass[(row * Head)..((row + 1) * Head)]);
        npz.ReadRow<float>("logsumexp", 41).ShouldBe([whole.LogSumExp[41]]);
        (npz.ReadRow<ushort>("topk_class", 100) ?? npz.ReadRow<ushort>("nothing", 0)).ShouldBeNull();
        Should
            .Throw<PredictionFileException>(() => npz.ReadRow<ushort>("logsumexp", 41))
            .Message.ShouldContain("is no uint16; the array is float32");
    }

    [Fact]
    public void A_file_without_all_its_rows_never_appears()
    {
        var path = Path.Combine(_folder.Path, "short.npz");
        var rows = new RandomRows(1, 3, Classes, Head);
        using (var writer = new PredictionFileWriter(path, Meta(4)))
        {
            Append(writer, rows, 0, 3);
            Should.Throw<InvalidOperationException>(writer.Complete).Message.ShouldBe("3 of 4 rows were written");
            Should.Throw<ArgumentException>(() => Append(writer, rows, 0, 2)).Message.ShouldBe("2 more rows after 3 of 4");
            Should.Throw<ArgumentException>(() => writer.Append([1, 2, 3], [], [], []));
        }
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Ranks_alone_and_the_head_alone_can_be_kept()
    {
        var rows = new RandomRows(2, 5, Classes, Head);
        var ranks = Path.Combine(_folder.Path, "ranks.npz");
        using (var writer = new PredictionFileWriter(ranks, Meta(5), confidence: false, logits: false))
        {
            writer.Append(rows.TopClass, [], [], []);
            writer.Complete();
        }
        var read = PredictionFile.Read(ranks).Arrays;
        (read.TopClass.Length, read.TopLogit.Length, read.LogSumExp.Length, read.Logits.Length).ShouldBe((50, 0, 0, 0));

        var head = Path.Combine(_folder.Path, "head.npz");
        using (var writer = new PredictionFileWriter(head, Meta(5), logits: false))
        {
            writer.Append(rows.TopClass, rows.TopLogit, rows.LogSumExp, []);
            writer.Complete();
        }
        PredictionFile.Read(head).Arrays.LogSumExp.ShouldBe(rows.LogSumExp);
    }

    [Fact]
    public async Task Numpy_opens_the_file_and_sees_the_same_numbers()
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/python3") && Directory.Exists("/usr/lib/python3/dist-packages/numpy"),
            "python3 with NumPy is not installed"
        );
        var rows = new RandomRows(3, 6, Classes, Head);
        var script = $"""
            import json, numpy as np
            z = np.load('{Write("n.npz", rows, 4)}')
            assert json.loads(z['meta.json'])['images'] == 6
            print(sorted(z.files), z['topk_class'].dtype, z['topk_logit'].dtype, z['logsumexp'].shape, z['logits'].dtype, z['logits'].shape)
            print(int(z['topk_class'].sum()), z['topk_logit'][5, 9].tobytes().hex(), z['logsumexp'][5].tobytes().hex(), z['logits'][5, 11].tobytes().hex())
            """;
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script]) { RedirectStandardOutput = true })!;
        var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        output
            .Split('\n')[0]
            .ShouldBe("['logits', 'logsumexp', 'meta.json', 'topk_class', 'topk_logit'] uint16 float32 (6,) float16 (6, 12)");
        output
            .Split('\n')[1]
            .ShouldBe(
                $"{rows.TopClass.Sum(c => c)} {Convert.ToHexStringLower(BitConverter.GetBytes(rows.TopLogit[^1]))} "
                    + $"{Convert.ToHexStringLower(BitConverter.GetBytes(rows.LogSumExp[^1]))} "
                    + $"{Convert.ToHexStringLower(BitConverter.GetBytes(rows.Logits[^1]))}"
            );
    }

    [Fact]
    public void Arrays_begin_at_multiples_of_64()
    {
        var bytes = File.ReadAllBytes(Write("a.npz", new RandomRows(4, 5, Classes, Head), 5));
        for (var i = 1; i < bytes.Length - 6; i++)
            if (bytes.AsSpan(i).StartsWith("\u0093NUMPY"u8[1..]) && bytes[i - 1] == 0x93)
                ((i - 1) % 64).ShouldBe(0);
    }

    [Fact]
    public void Members_beyond_4_GiB_are_found_by_other_readers()
    {
        var (first, second, third) = (
            new StoredZipEntry("large.npy", 5L << 30),
            new StoredZipEntry("small.npy", 3),
            new StoredZipEntry("empty.npy", 0)
        );
        var zip = new StoredZip(first, second, third);
        var path = Path.Combine(_folder.Path, "large.zip");
        using (var file = new FileStream(path, FileMode.CreateNew))
        {
            // Sparse: five gigabytes that take no room on disk.
            foreach (var entry in (StoredZipEntry[])[first, second, third])
            {
                file.Position = entry.HeaderOffset;
                file.Write(StoredZip.HeaderOf(entry));
            }
            file.Position = second.DataOffset;
            file.Write("abc"u8);
            file.Position = zip.DirectoryOffset;
            file.Write(zip.Directory());
        }
        using var archive = ZipFile.OpenRead(path);
        archive.Entries.Select(e => (e.FullName, e.Length)).ShouldBe([("large.npy", 5L << 30), ("small.npy", 3), ("empty.npy", 0)]);
        using var reader = new StreamReader(archive.GetEntry("small.npy")!.Open());
        reader.ReadToEnd().ShouldBe("abc");
    }

    [Fact]
    public void A_deflated_file_is_read_too()
    {
        var rows = new RandomRows(5, 30, Classes, Head);
        var stored = Write("a.npz", rows, 30);
        var deflated = Path.Combine(_folder.Path, "deflated.npz");
        Copy(stored, deflated, CompressionLevel.Optimal, (_, bytes) => bytes);
        PredictionFile.Read(deflated).Arrays.Logits.ShouldBe(rows.Logits);
    }

    public void Dispose() => _folder.Dispose();

    static PredictionMeta Meta(int images) =>
        new()
        {
            ImageOrderHash = "order",
            ClassSpace = "twelve",
            Images = images,
            Rows = images,
            Classes = Classes,
            HeadSize = Head,
            Preprocessing = System.Text.Json.JsonDocument.Parse("""{"crop_pct": 0.875}""").RootElement,
        };

    string Write(string name, RandomRows rows, int batch)
    {
        var path = Path.Combine(_folder.Path, name);
        using var writer = new PredictionFileWriter(path, Meta(rows.Count));
        for (var i = 0; i < rows.Count; i += batch)
            Append(writer, rows, i, Math.Min(batch, rows.Count - i));
        writer.Complete();
        return path;
    }

    string WritePart(RandomRows rows, int first, int count, string order = "order")
    {
        var path = Path.Combine(_folder.Path, $"part-{first}-{count}-{order}.npz");
        using var writer = new PredictionFileWriter(
            path,
            Meta(rows.Count) with
            {
                FirstImage = first,
                Rows = count,
                ImageOrderHash = order,
            }
        );
        Append(writer, rows, first, count);
        writer.Complete();
        return path;
    }

    void Refused(Action<RandomRows> damage, string message)
    {
        var rows = new RandomRows(6, 3, Classes, Head);
        damage(rows);
        var path = Write("wrong.npz", rows, 3);
        Should.Throw<PredictionFileException>(() => PredictionFile.Read(path)).Message.ShouldBe(message);
    }

    static void Append(PredictionFileWriter writer, RandomRows rows, int first, int count) =>
        writer.Append(
            rows.TopClass.AsSpan(first * Head, count * Head),
            rows.TopLogit.AsSpan(first * Head, count * Head),
            rows.LogSumExp.AsSpan(first, count),
            rows.Logits.AsSpan(first * Classes, count * Classes)
        );

    /// <summary>Replaces text, keeping the length where blanks that pad a header allow it.</summary>
    static string Fit(string text, string from, string to)
    {
        text.ShouldContain(from);
        var changed = text.Replace(from, to);
        var blanks = text.Contains("NUMPY", StringComparison.Ordinal) ? changed.IndexOf("  ", StringComparison.Ordinal) : -1;
        return blanks < 0 ? changed
            : to.Length > from.Length ? changed.Remove(blanks, to.Length - from.Length)
            : changed.Insert(blanks, new string(' ', from.Length - to.Length));
    }

    static void Copy(string from, string to, CompressionLevel level, Func<string, byte[], byte[]> change)
    {
        using var source = ZipFile.OpenRead(from);
        using var target = ZipFile.Open(to, ZipArchiveMode.Create);
        foreach (var entry in source.Entries)
        {
            using var input = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(input);
            using var output = target.CreateEntry(entry.FullName, level).Open();
            output.Write(change(entry.FullName, input.ToArray()));
        }
    }
}
