namespace Bench.Tests.Docs;

/// <summary>A part of a document that is made from the code. It lies between the comments <c>NAME: …</c> and
/// <c>end of NAME</c>.</summary>
static class MadeTable
{
    /// <summary>Compares the part with what the code says, or writes it under BENCH_WRITE_DOCS.</summary>
    public static void ShouldBeMade(string document, string name, string text)
    {
        var path = Path.Combine(Checkout.Root, "docs", document);
        var page = File.ReadAllText(path);
        var head = page.IndexOf($"<!-- {name}: ", StringComparison.Ordinal);
        var start = page.IndexOf(" -->\n", head, StringComparison.Ordinal) + " -->\n".Length;
        var end = page.IndexOf($"<!-- end of {name} -->", start, StringComparison.Ordinal);
        var expected = $"{page[..start]}\n{text}\n{page[end..]}";
        if (Environment.GetEnvironmentVariable("BENCH_WRITE_DOCS") is not null)
            File.WriteAllText(path, expected);
        else
            page.ShouldBe(expected, $"run it with BENCH_WRITE_DOCS=1 and commit {document}");
    }
}
