using System.Globalization;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Answers whose ranks are none, or whose classes are a few of many.</summary>
public sealed class UnrankedTests : IDisposable
{
    const int Images = 400;

    readonly TempFolder _folder = new();
    readonly Random _random = new(5);

    [Theory]
    [InlineData("best first", null)]
    [InlineData("worst first", "worst first")]
    [InlineData("sorted by number", "in the order of their numbers")]
    [InlineData("the second before the first", "may not be best first")]
    [InlineData("in any order", "may not be best first")]
    public async Task Ranks_that_are_not_best_first_are_doubted(string kind, string? words)
    {
        var target = await TargetAsync(i => i * 7 % 900);
        ushort[] ranks =
        [
            .. target.Manifest.Images.SelectMany(image =>
            {
                var ranked = Ranked(image.Classes[0]);
                return kind switch
                {
                    "worst first" => [.. ranked.Reverse()],
                    "sorted by number" => [.. ranked.Order()],
                    "the second before the first" => [ranked[1], ranked[0], .. ranked[2..]],
                    "in any order" => [.. ranked.OrderBy(_ => _random.Next())],
                    _ => ranked,
                };
            }),
        ];

        var checks = AnswerChecks.Of(new Answers(ranks, 5, 1000, RanksOnly: true, Verified: false), target);

        checks.Select(check => check.Code).ShouldBe(words is null ? [] : ["ranks-reversed"]);
        checks.Select(check => check.Message).ShouldAllBe(message => message.Contains(words!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("val/alexnet.npy")]
    [InlineData("val/senet154.npy")]
    public async Task Published_ranks_are_not_doubted(string file)
    {
        var target = await LabelTargets.ValAsync();
        var order = SharedFolder.Require("labels/cleanlab/imagenet_val_set_index_to_filepath.json");

        var read = await Twenty.SubmitAsync(target, "topk-npy", SharedFolder.Require($"predictions/top5/{file}"), order);

        read.Doubts(target).ShouldBeEmpty();
    }

    [Fact]
    public async Task Class_numbers_that_were_kept_in_bytes_are_doubted_by_their_remainder()
    {
        var target = await TargetAsync(i => i * 7 % 900);
        ushort[] answers = [.. target.Manifest.Images.Select(image => (ushort)(Ranked(image.Classes[0])[0] % 256))];

        var check = AnswerChecks.Of(new Answers(answers, 1, 1000, RanksOnly: true, Verified: false), target).ShouldHaveSingleItem();

        check.Code.ShouldBe("class-order-doubtful");
        check.Message.ShouldContain("modulo 256");
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(397, false)]
    public async Task A_few_classes_for_pictures_of_many_are_doubted(int answered, bool isDoubted)
    {
        var target = await TargetAsync(i => i * 7 % 900);
        ushort[] answers = [.. Enumerable.Range(0, Images).Select(i => (ushort)((i * 13 + i / 10) % answered))];

        var checks = AnswerChecks.Of(new Answers(answers, 1, 1000, RanksOnly: true, Verified: false), target);

        if (isDoubted)
            checks.ShouldHaveSingleItem().Message.ShouldContain("400 images are of 400 classes, and all answers are of 10: ");
        else
            checks.ShouldAllBe(check => check.Code != "answers-constant");
    }

    /// <summary>The right class first seven times in ten, then ever more rarely; others are never right.</summary>
    ushort[] Ranked(ushort label)
    {
        var others = Enumerable
            .Range(0, 1000)
            .Where(one => one != label)
            .OrderBy(_ => _random.Next())
            .Take(5)
            .Select(one => (ushort)one)
            .ToArray();
        var place = _random.Next(100) switch
        {
            < 70 => 0,
            < 80 => 1,
            < 85 => 2,
            < 88 => 3,
            < 90 => 4,
            _ => -1,
        };
        if (place >= 0)
            others[place] = label;
        return others;
    }

    Task<LabelTarget> TargetAsync(Func<int, int> label) =>
        LabelTargets.FromLinesAsync(
            _folder,
            [.. Enumerable.Range(0, Images).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:D4}.JPEG {label(i)}"))]
        );

    public void Dispose() => _folder.Dispose();
}
