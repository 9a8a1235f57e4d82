using System.Text.RegularExpressions;

namespace Bench.Tests.Repository;

/// <summary>docs/errors.md and the sources name the same codes.</summary>
public sealed partial class ErrorCodeTests
{
    static readonly string[] Sources =
    [
        .. Checkout
            .Files()
            .Where(file =>
                Path.GetExtension(file) == ".cs"
                && Path.GetRelativePath(Checkout.Root, file).Split('/')[0]
                    is "Bench.Api"
                        or "Bench.Data"
                        or "Bench.Imaging"
                        or "Bench.Onnx"
                        or "Bench.Service"
                        or "Bench.Workers"
            ),
    ];

    static readonly HashSet<string> Documented =
    [
        .. DocumentedCode()
            .Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "errors.md")))
            .Select(match => match.Groups[1].Value),
    ];

    [Fact]
    public void Every_code_that_the_service_gives_is_explained()
    {
        var given = Sources.SelectMany(file => Given(file, File.ReadAllText(file))).ToHashSet();

        given.Count.ShouldBeGreaterThan(90);
        given.Except(Documented).ShouldBeEmpty("a row in docs/errors.md is missing");
    }

    [Fact]
    public void Every_code_that_is_explained_is_one_that_the_service_gives()
    {
        var texts = Sources.Select(File.ReadAllText).ToList();

        Documented.Where(code => !texts.Any(text => text.Contains($"\"{code}\"", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    static IEnumerable<string> Given(string file, string text) =>
        (file.EndsWith("Codes.cs", StringComparison.Ordinal) ? QuotedCode() : GivenCode())
            .Matches(text)
            .Select(match => match.Groups["code"].Value);

    [GeneratedRegex(@"^\| `([a-z0-9-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedCode();

    [GeneratedRegex("\"(?<code>[a-z][a-z0-9]*(-[a-z0-9]+)+)\"")]
    private static partial Regex QuotedCode();

    /// <remarks>Every way that a refusal or a failure is made here.</remarks>
    [GeneratedRegex(
        """(RefusalException\(\s*RefusalKind\.\w+,\s*(new\(\s*)?|Unknown\(\s*[^,]*,\s*|NotFound\(\s*"[^"]*",\s*|(Invalid|Conflict|Bad|Failure|FailureException|ThrowIfAny|SubmissionException)\(\s*|Extensions\["code"\] = |WriteAsync\(\d+, |FormLimits\([^"]*|new\(\s*(RefusalKind|StatusCodes)\.\w+,\s*)"(?<code>[a-z][a-z0-9]*(-[a-z0-9]+)+)"(,|;)"""
    )]
    private static partial Regex GivenCode();
}
