using System.Text.RegularExpressions;

namespace Bench.Tests.Repository;

/// <summary>A name means one thing in the whole solution: whoever searches for it finds one type.</summary>
public sealed partial class TypeNameTests
{
    [Fact]
    public void No_two_types_share_a_name()
    {
        Checkout
            .Files()
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Checkout.Root, file))
            .Where(path => !path.StartsWith("Bench.Tests/", StringComparison.Ordinal) && !path.Contains("/Migrations/"))
            .SelectMany(path => Declaration().Matches(File.ReadAllText(Path.Combine(Checkout.Root, path))).Select(match => (path, match)))
            .Where(each => !each.match.Value.Contains(" partial ", StringComparison.Ordinal))
            .GroupBy(each => each.match.Groups["name"].Value, each => each.path)
            .Where(paths => paths.Count() > 1)
            .Select(paths => $"{paths.Key}: {string.Join(", ", paths)}")
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|record struct|record|struct|interface|enum) (?<name>\w+)(?!\w|<)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
