using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.Numerics;

namespace Bench.Tests.Metrics.Scoring;

public class SliceCountTests
{
    [Fact]
    public void A_slice_is_a_count_with_an_interval_and_nothing_else()
    {
        var (correct, used) = (new BitSet(100), new BitSet(100));
        for (var i = 0; i < 68; i++)
            (correct[i], used[i]) = (i < 51, true);

        var derived = SliceCount.Of(new ImageOutcomes(correct, used), new Dictionary<string, int>());

        var score = derived.Scores.Single();
        (score.Metric, score.Value, score.N).ShouldBe(("imagenet-major", 51, 68));
        // Wilson's interval of 51 of 68, [0.6356, 0.8376], times 68 (statsmodels, proportion_confint(51, 68, method="wilson")).
        score.CiLow.ShouldBe(68 * 0.6356, 0.01);
        score.CiHigh.ShouldBe(68 * 0.8376, 0.01);
        derived.Missing.Select(missing => missing.Metric).ShouldBe(MetricCatalog.All.Select(metric => metric.Id));
        derived.Missing[0].Reason.ShouldBe("a slice of 68 images is reported as a count: imagenet-major");
    }

    [Fact]
    public void Every_id_of_the_catalogue_stands_once_and_fits_a_row_of_scores()
    {
        string[] ids = [.. MetricCatalog.All.Concat(MetricCatalog.Derived).Select(metric => metric.Id)];

        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => id.Length <= 64);
        MetricCatalog.Derived.ShouldAllBe(metric => metric.Formula.Length > 0 && metric.Source.Length > 0);
    }
}
