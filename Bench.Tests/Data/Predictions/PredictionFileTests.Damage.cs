using System.IO.Compression;
using Bench.Data.Predictions;

namespace Bench.Tests.Data.Predictions;

public sealed partial class PredictionFileTests
{
    [Theory]
    [InlineData("topk_class.npy", "'<u2'", "'<i8'", "topk_class has fewer bytes than its shape (30, 10) says")]
    [InlineData("topk_class.npy", "'<u2'", "'>u2'", "row 0: class 2560 is not one of 12")]
    [InlineData(
        "topk_class.npy",
        "'<u2'",
        "'|O'",
        "topk_class has elements of type object (Python objects, which are never unpickled); whole and floating-point numbers are read"
    )]
    [InlineData("topk_class.npy", "False", "True", "row 0: class 7 appears twice")]
    [InlineData("topk_class.npy", "(30, 10)", "(30, 99)", "topk_class has fewer bytes than its shape (30, 99) says")]
    [InlineData("topk_class.npy", "(30, 10)", "(30, 9)", "topk_class is damaged: its checksum differs")]
    [InlineData("topk_class.npy", "(30, 10)", "(300,)", "topk_class has shape (300); [N, K] is expected")]
    [InlineData("topk_class.npy", "(30, 10)", "(99999999999, 10)", "topk_class has the impossible shape (99999999999, 10)")]
    [InlineData("topk_class.npy", "(30, 10)", "(2000000000, 2)", "topk_class has 8,000,000,000 bytes; at most 2,000,000,000 are read")]
    [InlineData("topk_class.npy", "'shape'", "'shope'", "topk_class has a header that is not a NumPy one")]
    [InlineData("logits.npy", "(30, 12)", "(12, 30)", "logits has shape (12, 30), which does not fit the 30 rows of topk_class")]
    [InlineData("meta.json", "\"images\":30", "\"images\":29", "meta.json has impossible numbers: rows 0 to 30 of 29, 10 of 12 classes")]
    [InlineData("meta.json", "\"format\":1", "\"format\":2", "meta.json has format 2; 1 is read")]
    [InlineData("meta.json", "\"classes\":12", "\"classes\":11", "logits has 12 classes; there are 11")]
    [InlineData("meta.json", "\"headSize\":10", "\"headSize\":9", "topk_class has shape (30, 10); meta.json says (30, 9)")]
    public void A_file_that_lies_is_refused(string member, string from, string to, string message)
    {
        var stored = Write("a.npz", new RandomRows(5, 30, Classes, Head), 30);
        var changed = Path.Combine(_folder.Path, "changed.npz");
        Copy(
            stored,
            changed,
            CompressionLevel.NoCompression,
            (name, bytes) =>
                name == member ? System.Text.Encoding.Latin1.GetBytes(Fit(System.Text.Encoding.Latin1.GetString(bytes), from, to)) : bytes
        );
        Should.Throw<PredictionFileException>(() => PredictionFile.Read(changed)).Message.ShouldBe(message);
    }

    [Fact]
    public void Impossible_numbers_are_refused_with_their_row()
    {
        Refused(r => r.TopClass[14] = 12, "row 1: class 12 is not one of 12");
        Refused(r => r.TopClass[11] = r.TopClass[10], $"row 1: class {new RandomRows(6, 3, Classes, Head).TopClass[10]} appears twice");
        Refused(r => r.TopLogit[25] = float.NaN, "row 2: topk_logit has a value that is not a number, or infinite");
        Refused(r => r.TopLogit[29] = 100, "row 2: topk_logit is not in descending order (equal ones in ascending order of class)");
        Refused(r => r.LogSumExp[0] = float.PositiveInfinity, "row 0: logsumexp is not a number, or infinite");
        Refused(r => r.LogSumExp[2] = -50, "row 2: logsumexp is less than the best logit: its probability would be over 1");
        Refused(r => r.Logits[^1] = Half.NaN, "row 2: logits has a value that is not a number, or infinite");
    }

    [Fact]
    public void Not_a_number_is_found_wherever_it_stands()
    {
        var values = new Half[259];
        PredictionArraysCheck.IndexOfNotFinite(values).ShouldBe(-1);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i % 2 == 0 ? Half.NaN : Half.NegativeInfinity;
            PredictionArraysCheck.IndexOfNotFinite(values).ShouldBe(i);
            values[i] = Half.MaxValue;
        }
        PredictionArraysCheck.IndexOfNotFinite(values).ShouldBe(-1);
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_never_crash_the_reader()
    {
        var bytes = File.ReadAllBytes(Write("a.npz", new RandomRows(5, 30, Classes, Head), 30));
        var random = new Random(11);
        for (var i = 0; i < 400; i++)
        {
            var damaged = i % 4 == 0 ? bytes[..random.Next(bytes.Length)] : (byte[])bytes.Clone();
            for (var flips = 0; flips < 3 && damaged.Length > 0; flips++)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            var path = _folder.Write("damaged.npz", damaged);
            try
            {
                PredictionFile.Read(path);
            }
            catch (PredictionFileException)
            {
                // Refused with a reason. Anything else fails the test; padding bits may change without harm.
            }
        }
    }

    /// <remarks>The list of members is read after the archive was opened.</remarks>
    [Fact]
    public void An_archive_whose_list_of_members_is_damaged_is_refused_and_closed()
    {
        var path = Write("damaged.npz", new RandomRows(7, 25, Classes, Head), 25);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8)] = 0;
        File.WriteAllBytes(path, bytes);

        Should.Throw<PredictionFileException>(() => NpzReader.Open(path));

        using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }
}
