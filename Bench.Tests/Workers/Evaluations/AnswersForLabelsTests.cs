namespace Bench.Tests.Workers.Evaluations;

/// <summary>A label set that is what a model answers, mistakes included.</summary>
public sealed class AnswersForLabelsTests
{
    /// <summary>Of 200 photographs a model is wrong on 37, and the label set says of so many of these what the model says. Corrections say
    /// so of less than half.</summary>
    [Theory]
    [InlineData(200, 37, 37, true, "set")]
    [InlineData(200, 37, 36, true, "set")]
    [InlineData(200, 37, 37, false, "set")]
    [InlineData(200, 37, 30, true, "none")]
    [InlineData(200, 9, 9, true, "none")]
    [InlineData(20, 10, 10, true, "set")]
    [InlineData(2_000, 400, 400, true, "set")]
    public async Task Labels_that_are_a_models_answers_are_doubted_by_its_name(
        int images,
        int wrong,
        int followed,
        bool isVerified,
        string doubted
    )
    {
        static int Own(int image) => image % 400;
        int Answer(int image) => image < wrong ? (Own(image) + 1) % 400 : Own(image);

        var found = await LabelDoubtTests.SidesAsync(
            images,
            Own,
            image => image < followed ? Answer(image) : Own(image),
            Answer,
            isVerified
        );

        found.Set.ShouldBe(doubted == "set" ? ["answers-are-labels"] : []);
        found.Evaluation.ShouldBeEmpty();
        if (doubted == "set")
            found
                .Message.ShouldNotBeNull()
                .ShouldContain(
                    $"Of the model 'scored', of {wrong} answers that the dataset's own labels call wrong 'own' calls {followed} right"
                );
    }
}
