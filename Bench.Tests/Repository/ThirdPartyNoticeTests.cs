using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bench.Tests.Repository;

public sealed partial class ThirdPartyNoticeTests
{
    [Fact]
    public void Every_package_that_the_service_is_distributed_with_is_named_with_its_licence()
    {
        var notices = PackageRow()
            .Matches(File.ReadAllText(Path.Combine(Checkout.Root, "THIRD-PARTY-NOTICES.md")))
            .SelectMany(row => row.Groups[1].Value.Split(", "))
            .ToArray();
        using var dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Bench.Api.deps.json")));
        var packages = dependencies
            .RootElement.GetProperty("libraries")
            .EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name.Split('/')[0])
            .ToArray();

        packages.Length.ShouldBeGreaterThan(30);
        packages
            .Where(package => !notices.Any(notice => Covers(notice, package)))
            .ShouldBeEmpty("a row of THIRD-PARTY-NOTICES.md is missing");
    }

    static bool Covers(string notice, string package) =>
        notice.EndsWith(".*", StringComparison.Ordinal)
            ? $"{package}.".StartsWith(notice[..^1], StringComparison.OrdinalIgnoreCase)
            : notice.Equals(package, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\| ([A-Za-z][^|]*?) \|", RegexOptions.Multiline)]
    private static partial Regex PackageRow();
}
