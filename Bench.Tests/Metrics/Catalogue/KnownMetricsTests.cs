using System.Globalization;
using Bench.Metrics.Catalogue;

namespace Bench.Tests.Metrics.Catalogue;

/// <summary>What was once in the catalogue: stored scores name it, so a metric neither goes nor falls back to an older version without a
/// word.</summary>
public sealed class KnownMetricsTests
{
    static readonly string KnownFile = Path.Combine(Checkout.Root, "Bench.Tests", "Metrics", "Catalogue", "known-metrics.txt");

    [Fact]
    public void Every_metric_that_ever_was_is_there_or_retired_and_no_version_falls()
    {
        var versions = MetricSet.Catalogue.Versions;
        var known = File.ReadLines(KnownFile)
            .Select(line => line.Split(' '))
            .ToDictionary(line => line[0], line => int.Parse(line[1], CultureInfo.InvariantCulture));

        var (fallen, unknown) = (
            known.Where(metric => versions.Of(metric.Key) < metric.Value).Select(metric => metric.Key).ToList(),
            versions
                .Versions.Where(metric => known.GetValueOrDefault(metric.Key) != metric.Value)
                .Select(metric => $"{metric.Key} {metric.Value}")
                .ToList()
        );

        fallen.ShouldBeEmpty(
            "a metric that is taken out goes into MetricCatalog.Retired with a version above its last, and stored scores of it go"
        );
        unknown.ShouldBeEmpty($"write these lines into {KnownFile}, in place of older versions of the same metrics");
    }

    [Fact]
    public void Why_a_metric_has_no_interval_is_in_the_documents()
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "metrics.md"));
        foreach (
            var metric in MetricCatalog.All.Where(metric =>
                metric.WhyNoInterval is not null && !metric.Id.EndsWith("-temperature", StringComparison.Ordinal)
            )
        )
            text.Split('\n')
                .ShouldContain(
                    line =>
                        line.Contains($"`{metric.Id}`", StringComparison.Ordinal)
                        && line.Contains(metric.WhyNoInterval!, StringComparison.Ordinal),
                    metric.Id
                );
    }

    [Fact]
    public void A_retired_metric_is_not_in_the_catalogue() =>
        MetricCatalog.Retired.Keys.Intersect(MetricCatalog.All.Concat(MetricCatalog.Derived).Select(metric => metric.Id)).ShouldBeEmpty();
}
