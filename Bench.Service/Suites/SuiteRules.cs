using Bench.Metrics.Catalogue;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Variants;
using Bench.Service.Inputs;

namespace Bench.Service.Suites;

/// <summary>Rules of a suite, built in or an operator's.</summary>
static class SuiteRules
{
    const int MostMembers = 50;
    const int MostMetrics = 10;
    const int MostNumbers = 20;
    const int LongestTitle = 200;
    const int LongestText = 2000;

    static readonly HashSet<string> Metrics = [.. MetricCatalog.Everything.Select(metric => metric.Id)];

    /// <summary>Everything that is wrong with it, by field.</summary>
    public static IEnumerable<(string Field, string Message)> Broken(SuiteDeclaration suite, VariantCatalog variants)
    {
        if (NullIn(suite) is { } list)
        {
            yield return (list, "an element of it is null");
            yield break;
        }
        if (!DatasetKeys.IsKey(suite.Key))
            yield return ("key", DatasetKeys.Wanted);
        if (!OneLine.IsName(suite.Title, LongestTitle))
            yield return ("title", $"1 to {LongestTitle} printable characters are expected");
        if (suite.Description is { } description && !OneLine.IsName(description, LongestText))
            yield return ("description", $"up to {LongestText:N0} printable characters are taken");
        if (suite.Citation is { } citation && !OneLine.IsName(citation, LongestText))
            yield return ("citation", $"up to {LongestText:N0} printable characters are taken");
        if (suite.Members.Count is 0 or > MostMembers)
            yield return ("members", $"1 to {MostMembers} members are expected");
        foreach (var (place, member) in suite.Members.Take(MostMembers).Index())
        foreach (var (field, message) in Broken(member, variants))
            yield return ($"members[{place}].{field}", message);
        foreach (var twice in suite.Members.GroupBy(member => member.Name).Where(same => same.Count() > 1))
            yield return ("members", $"'{FirstTen.Printable(twice.Key)}' is there twice; name all of its metrics in one member");
        foreach (var name in suite.InDistribution.Where(name => suite.Members.All(member => member.Name != name)))
            yield return ("inDistribution", $"'{FirstTen.Printable(name)}' is not a member");
        if (suite.InDistribution.Count == 0 && suite.Members.Any(member => member.Metrics.Any(SuiteMetrics.FullSpectrum.Contains)))
            yield return ("inDistribution", "a full-spectrum metric needs the members whose images count as in-distribution");
        if (suite.Also.Count > MostNumbers)
            yield return ("also", $"up to {MostNumbers} further numbers are taken");
        foreach (var (place, number) in suite.Numbers.Take(MostNumbers).Index())
        foreach (var (field, message) in Broken(number, suite))
            yield return (place == 0 ? $"headline.{field}" : $"also[{place - 1}].{field}", message);
        if (MetricCatalog.Everything.FirstOrDefault(metric => metric.Id == suite.Headline.Metric) is { Direction: MetricDirection.None })
            yield return ("headline.metric", $"'{suite.Headline.Metric}' describes a model; it does not rank");
    }

    static IEnumerable<(string Field, string Message)> Broken(SuiteMember member, VariantCatalog variants)
    {
        if (member.Variant is null == member.Dataset is null)
            yield return ("variant", "either 'variant' or 'dataset' is expected");
        if (member.Variant is { } variant && (variant == DatasetVariants.CustomKey || variants.Find(variant) is null))
            yield return (
                "variant",
                $"there is no variant '{FirstTen.Printable(variant)}'; name a dataset with 'dataset', or one of docs/imagenet-family.md"
            );
        if (member.Dataset is { } dataset && !DatasetKeys.IsKey(dataset))
            yield return ("dataset", DatasetKeys.Wanted);
        if (!DatasetKeys.IsKey(member.LabelSet))
            yield return ("labelSet", DatasetKeys.Wanted);
        if (!DatasetKeys.IsKey(member.TextureLabelSet))
            yield return ("textureLabelSet", DatasetKeys.Wanted);
        if (member.Group is { } group && !DatasetKeys.IsKey(group))
            yield return ("group", DatasetKeys.Wanted);
        if (member.Metrics.Count is 0 or > MostMetrics || member.Metrics.Distinct().Count() != member.Metrics.Count)
            yield return ("metrics", $"1 to {MostMetrics} metrics are expected, each once");
        foreach (var metric in member.Metrics.Where(metric => !Metrics.Contains(metric)).Take(MostMetrics))
            yield return ("metrics", $"there is no metric '{FirstTen.Printable(metric)}'; GET /api/v1/metrics lists them");
    }

    static IEnumerable<(string Field, string Message)> Broken(SuiteNumber number, SuiteDeclaration suite)
    {
        if (!OneLine.IsName(number.Title, LongestTitle))
            yield return ("title", $"1 to {LongestTitle} printable characters are expected");
        if (number.Rule is not (SuiteNumber.Mean or SuiteNumber.MeanOfGroups))
            yield return ("rule", $"rules are {SuiteNumber.Mean} and {SuiteNumber.MeanOfGroups}");
        var counted = suite.Members.Count(number.Counts);
        if (counted == 0)
            yield return (
                "metric",
                $"no member{(number.Group is { } group ? $" of the group '{FirstTen.Printable(group)}'" : "")} has the metric "
                    + $"'{FirstTen.Printable(number.Metric)}'"
            );
        if (number.Rule == SuiteNumber.MeanOfGroups && suite.Members.Any(member => number.Counts(member) && member.Group is null))
            yield return ("rule", "a mean of groups needs a group for each of its members");
        if (number.AtLeast is { } least && (least < 1 || least > counted))
            yield return ("atLeast", $"it is 1 to {counted}, the members that have the metric");
    }

    /// <summary>JSON may put null into a list, which no type forbids.</summary>
    static string? NullIn(SuiteDeclaration suite) =>
        suite.Members.Any(member => member is null || member.Metrics.Contains(null!)) ? "members"
        : suite.Also.Contains(null!) ? "also"
        : suite.InDistribution.Contains(null!) ? "inDistribution"
        : null;
}
