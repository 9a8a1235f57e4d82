using System.Globalization;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Datasets of a part of ImageNet's classes: what is trained on them numbers their own classes from 0 on.</summary>
public sealed class MaskPlaceTests : IDisposable
{
    const int Images = 300;
    const int Own = 60;
    const string Words = "places among the 60 classes that the dataset has, and not among all 1,000";

    readonly TempFolder _folder = new();

    [Fact]
    public async Task Answers_that_number_a_datasets_own_classes_are_doubted_by_that_name()
    {
        var target = await TargetAsync();
        var answers = new Answers(
            [.. Enumerable.Range(0, Images).Select(image => (ushort)(image % 4 == 0 ? image % 7 : image % Own))],
            1,
            1000,
            RanksOnly: true,
            Verified: false
        );

        var check = AnswerChecks.Of(answers, target).ShouldHaveSingleItem();

        check.Code.ShouldBe("class-order-doubtful");
        check.Message.ShouldContain(Words);
    }

    /// <summary>Sixty images of sixty of the classes: too few for an order without a name, and for guessing among all thousand.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(20, false)]
    public async Task A_head_in_an_order_without_a_name_is_doubted_over_few_images_of_a_mask(int right, bool doubted)
    {
        var target = await TargetAsync(Own);
        var random = new Random(right);
        ushort Answer(int image) => (ushort)(300 + image % Own * 11);
        var answers = new Answers(
            [.. Enumerable.Range(0, Own).Select(image => Answer(image < right ? image : image + 1 + random.Next(Own - 2)))],
            1,
            1000,
            RanksOnly: true,
            Verified: true
        );

        var checks = AnswerChecks.Of(answers, target);

        checks.Select(check => check.Code).ShouldBe(doubted ? ["answers-at-chance"] : []);
        if (doubted)
            checks[0].Message.ShouldEndWith("unless the images were chosen against models like this one.");
    }

    [Fact]
    public async Task A_label_set_that_numbers_them_is_refused_by_that_name()
    {
        var target = await TargetAsync();
        var path = _folder.Write(
            "own.csv",
            "file_name,label\n" + string.Join('\n', Enumerable.Range(0, Images).Select(image => $"{image:D3}.JPEG,{image % Own}"))
        );

        var refused = await Should.ThrowAsync<LabelSetException>(() =>
            LabelImporter.ImportAsync(path, "own.csv", "csv", "own", null, target, TestContext.Current.CancellationToken)
        );

        refused.Code.ShouldBe("label-set-contradicts");
        refused.Message.ShouldContain(Words);
    }

    [Theory]
    [InlineData(Own, "a column for each of the 60 classes that the dataset has")]
    [InlineData(21_843, "Its columns are 21843 classes, and the dataset is over 1000")]
    [InlineData(100, "Scores of 100 classes are no answer to a question about 1000")]
    public async Task Scores_of_another_number_of_classes_are_refused_with_what_they_are(int columns, string words)
    {
        var target = await TargetAsync();
        var file = MadeArrays.Npz(
            _folder,
            "p.npz",
            ("logits.npy", MadeArrays.Bytes("<f4", [Images, columns], new float[Images * columns]))
        );
        var order = _folder.Write("order.txt", string.Join('\n', target.Manifest.Images.Select(image => image.Path)));

        (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "npz", file, order))).ShouldContain(words);
    }

    async Task<LabelTarget> TargetAsync(int images = Images)
    {
        var lines = Enumerable
            .Range(0, images)
            .Select(image => string.Create(CultureInfo.InvariantCulture, $"{image:D3}.JPEG,{300 + image % Own * 11}"));
        var list = _folder.Write("list.csv", "file_name,label\n" + string.Join('\n', lines));
        return await LabelTargets.FromListAsync(list, masked: true);
    }

    public void Dispose() => _folder.Dispose();
}
