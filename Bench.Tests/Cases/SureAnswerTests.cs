using Bench.Service.Evaluations.Review;

namespace Bench.Tests.Cases;

/// <summary>Scores that were scaled up, or cut off below the best, leave nearly every answer sure, or far too many.</summary>
public sealed class SureAnswerTests
{
    const int Images = 200;

    [Theory]
    [InlineData(0.95, 0.2, "confidence-constant")]
    [InlineData(1.0, 0.2, "confidence-constant")]
    [InlineData(0.95, 0.01, null)]
    [InlineData(0.8, 0.2, "confidence-doubtful")]
    [InlineData(0.8, 0.05, null)]
    public void Sure_answers_are_doubted_where_they_are_many_and_too_many_are_wrong(double sure, double wrong, string? code)
    {
        var answers = new Answers(new ushort[Images], 1, 1000, false, true)
        {
            Confidence = [.. Enumerable.Range(0, Images).Select(i => i < sure * Images ? 1f : 0.3f + 0.002f * i)],
        };
        bool[] correct = [.. Enumerable.Range(0, Images).Select(i => i % 100 >= wrong * 100)];

        var checks = ConfidenceChecks.Of(answers, correct).Select(check => check.Code).ToList();

        checks.ShouldBe(code is null ? [] : [code]);
    }
}
