using Bench.Metrics.Catalogue;

namespace Bench.Tests.Metrics.Catalogue;

public sealed class MetricProminenceTests
{
    [Fact]
    public void A_board_without_chosen_columns_shows_four() =>
        Ids(MetricCatalog.All, MetricProminence.Board).ShouldBe(["top1", "top5", "ece", "nll"]);

    [Fact]
    public void Pages_offer_eight_first_in_the_order_of_the_catalogue() =>
        Ids(MetricCatalog.All, MetricProminence.Headline)
            .ShouldBe(["top1", "top5", "macro-top1", "multilabel-accuracy", "ece", "nll", "brier", "aurc"]);

    [Fact]
    public void A_report_shows_what_a_first_look_asks_for() =>
        Ids(MetricCatalog.All, MetricProminence.Report)
            .ShouldBe(
                [
                    "top1",
                    "top5",
                    "macro-top1",
                    "multilabel-accuracy",
                    "multilabel-subset",
                    "mean-average-precision",
                    "ece",
                    "ece-mass",
                    "nll",
                    "brier",
                    "temperature",
                    "ece-after-temperature",
                    "aurc",
                    "auroc-correctness",
                    "conformal-raps-coverage",
                    "conformal-raps-set-size",
                ],
                ignoreOrder: true
            );

    [Fact]
    public void Images_of_no_class_have_a_headline_of_their_own() =>
        Ids(MetricCatalog.Derived, MetricProminence.Headline).ShouldBe(["auroc", "aupr-in", "aupr-out", "fpr95", "fpr95-id", "oscr"]);

    static IEnumerable<string> Ids(IEnumerable<MetricDefinition> metrics, MetricProminence least) =>
        metrics.Where(metric => metric.Prominence >= least).Select(metric => metric.Id);
}
