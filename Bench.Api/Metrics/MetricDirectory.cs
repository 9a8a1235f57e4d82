using System.Text.Json;
using Bench.Metrics.Catalogue;

namespace Bench.Api.Metrics;

/// <summary>The metric catalogue as people and scripts see it.</summary>
internal static class MetricDirectory
{
    static readonly Dictionary<string, MetricDescription> ById;

    static MetricDirectory()
    {
        All = [.. MetricCatalog.All.Concat(MetricCatalog.Derived).Select(Describe)];
        Catalogue = [.. All, .. MetricCatalog.Requested.Select(Describe)];
        ById = All.ToDictionary(metric => metric.Id);
        Usual = [.. At(MetricCatalog.All, MetricProminence.Board)];
        Headline = [.. At(MetricCatalog.All, MetricProminence.Headline)];
        OpenSetHeadline = [.. At(MetricCatalog.Derived, MetricProminence.Headline)];
    }

    /// <summary>Everything that has a number here: <see cref="All"/>, then what attacks, explanations and audits find,
    /// which is no column of a board.</summary>
    public static IReadOnlyList<MetricDescription> Catalogue { get; }

    /// <summary>All metrics of scores and boards, in the order of the catalogue.</summary>
    public static IReadOnlyList<MetricDescription> All { get; }

    /// <summary>Columns of a board for which no columns were chosen.</summary>
    public static IReadOnlyList<MetricDescription> Usual { get; }

    /// <summary>The few that pages show first.</summary>
    public static IReadOnlyList<MetricDescription> Headline { get; }

    /// <summary>The few that pages show first of images that show none of the classes.</summary>
    public static IReadOnlyList<MetricDescription> OpenSetHeadline { get; }

    public static MetricDescription? Find(string id) => ById.GetValueOrDefault(id);

    static IEnumerable<MetricDescription> At(IEnumerable<MetricDefinition> metrics, MetricProminence least) =>
        metrics.Where(metric => metric.Prominence >= least).Select(metric => ById[metric.Id]);

    static MetricDescription Describe(MetricDefinition metric) =>
        new(
            metric.Id,
            metric.Version,
            metric.Name,
            JsonNamingPolicy.KebabCaseLower.ConvertName(metric.Family.ToString()),
            JsonNamingPolicy.KebabCaseLower.ConvertName(metric.Direction.ToString()),
            double.IsFinite(metric.Minimum) ? metric.Minimum : null,
            double.IsFinite(metric.Maximum) ? metric.Maximum : null,
            metric.Formula,
            metric.Source,
            metric.Defaults,
            metric.AtBorder,
            metric.WhyNoInterval,
            JsonNamingPolicy.KebabCaseLower.ConvertName(metric.Basis.ToString())
        );
}
