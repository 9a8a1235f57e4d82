using Bench.Metrics.LabelErrors;

namespace Bench.Tests.Metrics.LabelErrors;

public sealed class ReviewerAgreementTests
{
    [Fact]
    public void Agrees_with_statsmodels()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("reviewers", "alpha"))
        {
            var agreement = ReviewerAgreement.Of<int>(golden.Votes);
            agreement.Alpha.ShouldBe(golden.Alpha, 1e-12);
            (agreement.Images, agreement.Unanimous).ShouldBe((golden.Votes.Length, golden.Unanimous));
        }
    }

    [Fact]
    public void Images_with_one_answer_count_for_nothing_and_no_difference_gives_no_number()
    {
        ReviewerAgreement
            .Of<int>([
                [1, 1],
                [2, 2],
                [3],
            ])
            .ShouldBe(new ReviewerAgreement(1, 2, 2));
        // Three pairs of answers among four that are 1, 1, 1, 2: one image of two differs, where 3 of 6 pairs would.
        ReviewerAgreement
            .Of<int>([
                [1, 1],
                [1, 2],
            ])
            .Alpha.ShouldBe(0, 1e-12);
        ReviewerAgreement
            .Of<int>([
                [1, 1],
                [1, 1],
            ])
            .Alpha.ShouldBe(double.NaN);
        ReviewerAgreement
            .Of<int>([
                [1],
            ])
            .Alpha.ShouldBe(double.NaN);
    }

    sealed record Golden(int[][] Votes, double Alpha, int Unanimous);
}
