using Bench.Service.Evaluations.Review;

namespace Bench.Tests.Cases;

/// <summary>Runs that ended early, and classes that were never computed: a part is no better than guessing, and the rest is good.</summary>
public sealed class LostRowTests
{
    const int Classes = 100;
    const int Images = 1000;

    [Theory]
    [InlineData("the last 60 rows", "Of the 6")]
    [InlineData("rows 300 to 400", "Of the 101 images from 299 to 399")]
    [InlineData("classes from 90 on", "of the classes 90 to 99")]
    [InlineData("three classes", null)]
    [InlineData("every tenth row", null)]
    [InlineData("everything", null)]
    public void A_part_without_a_right_answer_is_told_where_it_is_many_classes_wide(string lost, string? words)
    {
        int[] images = [.. Enumerable.Range(0, Images)];
        int[] labels = Array.ConvertAll(images, image => image * 37 % Classes);
        bool[] correct = Array.ConvertAll(images, image => image % 4 != 3 && !IsLost(lost, image, labels[image]));

        var check = LostRows.Of(images, labels, correct, Classes, image => $"{image}");

        check?.Code.ShouldBe("answers-at-chance");
        (check?.Message.Contains(words ?? "", StringComparison.Ordinal) ?? false).ShouldBe(words is not null);
    }

    static bool IsLost(string lost, int image, int label) =>
        lost switch
        {
            "the last 60 rows" => image >= Images - 60,
            "rows 300 to 400" => image is >= 300 and < 400,
            "classes from 90 on" => label >= 90,
            "three classes" => label is 4 or 5 or 6,
            "every tenth row" => image % 10 == 0,
            _ => true,
        };
}
