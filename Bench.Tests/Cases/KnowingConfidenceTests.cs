using Bench.Service.Evaluations.Review;

namespace Bench.Tests.Cases;

/// <summary>Confidences that were made from the labels tell right from wrong without a mistake.</summary>
public sealed class KnowingConfidenceTests
{
    const int Images = 1_000;

    readonly Random _random = new(11);

    [Theory]
    [InlineData("two numbers", true)]
    [InlineData("two ranges", true)]
    [InlineData("a few slips", true)]
    [InlineData("a good model", false)]
    [InlineData("one number", false)]
    [InlineData("ninety wrong", false)]
    public void Confidences_that_know_the_mistakes_are_doubted(string kind, bool isDoubted)
    {
        var wrong = kind == "ninety wrong" ? 90 : 250;
        bool[] correct = [.. Enumerable.Range(0, Images).Select(image => image >= wrong)];
        float[] confidence = [.. correct.Select((right, image) => Made(kind, right, image))];

        var check = KnowingConfidences.Of(confidence, correct);

        check?.Code.ShouldBe("confidence-doubtful");
        (check is not null).ShouldBe(isDoubted);
    }

    /// <summary>Who writes the probability of an image's label has less than a half wherever the answer is another class.</summary>
    [Theory]
    [InlineData(250, 0, true)]
    [InlineData(250, 1, false)]
    [InlineData(190, 0, false)]
    public void Probabilities_of_the_labels_are_doubted(int wrong, int surelyWrong, bool isDoubted)
    {
        bool[] correct = [.. Enumerable.Range(0, Images).Select(image => image >= wrong)];
        float[] confidence =
        [
            .. correct.Select(
                (right, image) =>
                    right ? 0.3f + 0.7f * _random.NextSingle()
                    : image < surelyWrong ? 0.6f
                    : 0.49f * _random.NextSingle()
            ),
        ];

        var check = KnowingConfidences.Of(confidence, correct);

        check?.Message.ShouldContain("in place of the answers'");
        (check is not null).ShouldBe(isDoubted);
    }

    float Made(string kind, bool right, int image) =>
        kind switch
        {
            "one number" => 0.7f,
            "two numbers" => right ? 0.99f : 0.02f,
            "a few slips" when image % 400 == 0 => right ? 0.1f : 0.9f,
            // Pairs of a right and a wrong one are in the right order in nine of ten cases.
            "a good model" => MathF.Min(1, _random.NextSingle() * 0.6f + (right ? 0.35f : 0)),
            _ => right ? 0.9f + 0.1f * _random.NextSingle() : 0.5f * _random.NextSingle(),
        };
}
