using Bench.Metrics.Catalogue;
using Bench.Service.Evaluations.Scores;

namespace Bench.Tests.Service.Evaluations.Scores;

public sealed class ScoreExclusionsTests
{
    [Fact]
    public void Films_are_left_out_of_the_numbers_that_lack_them_and_images_of_all()
    {
        var images = new Dictionary<string, int> { ["undecodable"] = 3 };
        MetricScore[] scores = [Score("flip-rate", 2), Score("flip-rate-tilt", 1), Score("flip-rate-snow", 0)];

        var stored = ScoreExclusions.Of(images, scores);

        ScoreExclusions.For("top1", stored).ShouldBe(images);
        ScoreExclusions.For("flip-rate-snow", stored).ShouldBe(images);
        var tilt = ScoreExclusions.For("flip-rate-tilt", stored);
        (tilt.Count, tilt["undecodable"], tilt["sequence-incomplete"]).ShouldBe((2, 3, 1));
    }

    static MetricScore Score(string metric, int films)
    {
        var excluded = films == 0 ? [] : new Dictionary<string, int> { ["sequence-incomplete"] = films };
        return new(metric, 0.5, 0.4, 0.6, 10, excluded);
    }
}
