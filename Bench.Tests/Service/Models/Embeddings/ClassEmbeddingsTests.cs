using System.Text;
using Bench.Data.Predictions;
using Bench.Service.Models.Embeddings;
using Bench.Service.Work;

namespace Bench.Tests.Service.Models.Embeddings;

public sealed class ClassEmbeddingsTests
{
    [Theory]
    [InlineData("float16")]
    [InlineData("float32")]
    [InlineData("float64")]
    public void Logits_are_those_of_NumPy(string type)
    {
        var golden = GoldenEmbeddings.Read();
        var logits = new float[20];
        foreach (var head in golden.Numbers)
        {
            var classes = ClassEmbeddingsReader.Read(GoldenEmbeddings.Folder, head.Contract($"classes_{type}.npy"));
            for (var image = 0; image < golden.Images.Length; image++)
            {
                classes.Logits(golden.Images[image], logits);
                for (var i = 0; i < logits.Length; i++)
                    logits[i]
                        .ShouldBe(
                            (float)head.Logits[image][i],
                            1e-5f * Math.Max(1, Math.Abs((float)head.Logits[image][i])),
                            $"{head.Similarity}, image {image}, class {i}"
                        );
            }
        }
    }

    [Fact]
    public void Classes_of_one_direction_are_alike_for_the_cosine_and_of_one_row_for_the_distance()
    {
        double[] matrix = [1, 0, 0, 1, 2, 0, 0, 1];

        new ClassEmbeddings(matrix, 4, new("a.npy"), "").Alike.ShouldBe([
            [0, 2],
            [1, 3],
        ]);
        new ClassEmbeddings(matrix, 4, new("a.npy", EmbeddingSimilarity.Euclidean), "").Alike.ShouldBe([
            [1, 3],
        ]);
    }

    [Fact]
    public void A_temperature_scales_and_never_reorders_and_cosine_does_not_see_lengths()
    {
        double[] matrix = [1, 0, 0, 0, 2, 0, 0.5, 0.5, 3];
        var (warm, cold) = (
            new ClassEmbeddings(matrix, 3, new("a.npy"), ""),
            new ClassEmbeddings(matrix, 3, new("a.npy", Temperature: 0.01), "")
        );
        float[] image = [0.3f, -0.2f, 0.9f],
            far = [0.3e15f, -0.2e15f, 0.9e15f];
        float[] a = new float[3],
            b = new float[3],
            c = new float[3];
        warm.Logits(image, a);
        cold.Logits(image, b);
        warm.Logits(far, c);

        for (var i = 0; i < 3; i++)
        {
            b[i].ShouldBe(a[i] * 100, 1e-4f);
            c[i].ShouldBe(a[i], 1e-6f);
        }
    }

    [Fact]
    public void An_embedding_that_is_not_finite_gives_no_finite_logit()
    {
        var logits = new float[2];
        new ClassEmbeddings([1, 0, 0, 1], 2, new("a.npy"), "").Logits([float.NaN, 1], logits);

        logits.ShouldAllBe(value => float.IsNaN(value));
    }

    [Theory]
    [InlineData("missing", "is not in the model's archive")]
    [InlineData("text", "is not a NumPy array")]
    [InlineData("cut", "has fewer bytes than its shape")]
    [InlineData("longer", "more bytes than its shape says")]
    [InlineData("integers", "float16, float32 or float64 is expected")]
    [InlineData("objects", "has elements of type object")]
    [InlineData("one dimension", "one row for each class is expected")]
    [InlineData("one class", "one row for each class is expected")]
    [InlineData("a hundred gigabytes", "bytes; at most")]
    [InlineData("impossible", "impossible shape")]
    [InlineData("not a number", "finite single-precision numbers are expected")]
    [InlineData("beyond a float", "finite single-precision numbers are expected")]
    [InlineData("zeros", "point nowhere")]
    [InlineData("the same twice", "the same numbers in every row")]
    [InlineData("link", "is not in the model's archive")]
    public void A_matrix_that_is_none_is_refused_with_a_reason(string what, string reason)
    {
        using var folder = new TempFolder();
        var path = folder["classes.npy"];
        if (what == "link")
            File.CreateSymbolicLink(path, "/etc/passwd");
        else if (what != "missing")
            File.WriteAllBytes(path, Bytes(what));

        var failure = Should.Throw<FailureException>(() => ClassEmbeddingsReader.Read(folder.Path, new("classes.npy"))).Failure;

        failure.Code.ShouldBe("embedding-invalid");
        failure.Message.ShouldContain(reason);
    }

    static byte[] Bytes(string what)
    {
        byte[] ones = [.. Enumerable.Repeat(BitConverter.GetBytes(1f), 6).SelectMany(bytes => bytes)];
        return what switch
        {
            "text" => Encoding.ASCII.GetBytes("1,2,3\n4,5,6\n"),
            "cut" => [.. Header(NpyType.F4, 2, 3), .. ones[..^4]],
            "longer" => [.. Header(NpyType.F4, 2, 3), .. ones, 0],
            "integers" => [.. Header(NpyType.I4, 2, 3), .. ones],
            "objects" => Encoding.Latin1.GetBytes(
                Encoding.Latin1.GetString(Header(NpyType.F4, 2, 3)).Replace("'<f4'", "'|O' ", StringComparison.Ordinal)
            ),
            "one dimension" => [.. Header(NpyType.F4, 6), .. ones],
            "one class" => [.. Header(NpyType.F4, 1, 6), .. ones],
            "a hundred gigabytes" => [.. Header(NpyType.F4, 50_000, 500_000), .. ones],
            "impossible" => Encoding.Latin1.GetBytes(
                Encoding
                    .Latin1.GetString(Header(NpyType.F4, 2_000_000, 2_000_000))
                    .Replace("2000000, 2000000", "99999999999999999", StringComparison.Ordinal)
            ),
            "the same twice" => [.. Header(NpyType.F4, 2, 3), .. ones],
            "not a number" => [.. Header(NpyType.F4, 2, 3), .. ones[..^4], .. BitConverter.GetBytes(float.NaN)],
            "beyond a float" => [.. Header(NpyType.F8, 2, 1), .. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(1e300)],
            _ => [.. Header(NpyType.F4, 2, 3), .. ones[..12], .. new byte[12]],
        };
    }

    static byte[] Header(NpyType type, params long[] shape) => new NpyHeader(type, shape).ToBytes();
}
