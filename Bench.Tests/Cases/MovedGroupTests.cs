using System.Globalization;
using Bench.Service.Datasets;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Groups of classes whose names and members do not belong together, under answers of a good model.</summary>
public sealed class MovedGroupTests : IDisposable
{
    const int Groups = 10;
    const int Images = 600;

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("two exchanged", "class-order-doubtful", "a circle of 2 groups")]
    [InlineData("three in a circle", "class-order-doubtful", "a circle of 3 groups")]
    [InlineData("all moved on", "class-order-doubtful", "a circle of 10 groups")]
    [InlineData("scattered", "answers-at-chance", "which guessing gives too")]
    [InlineData("right", null, "")]
    public async Task Groups_that_have_the_classes_of_others_are_doubted(string kind, string? code, string words)
    {
        var target = await TargetAsync(kind, image => $"{image:D4}.JPEG");

        var checks = AnswerChecks.Of(Answers(target), target);

        checks.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
        if (code is not null)
            checks[0].Message.ShouldContain(words);
    }

    /// <summary>Under a texture, or as an outline, a model takes many pictures for those of a few groups.</summary>
    [Fact]
    public async Task A_model_that_takes_most_groups_for_two_others_is_not_doubted()
    {
        var target = await TargetAsync("right", image => $"{image:D4}.JPEG");
        ushort[] answers =
        [
            .. Enumerable
                .Range(0, Images)
                .Select(image =>
                    (ushort)(
                        (
                            image % 10 < 3 ? image % Groups
                            : image % 3 == 0 ? 4
                            : 7
                        ) * 100
                        + 5
                    )
                ),
        ];

        AnswerChecks.Of(new Answers(answers, 1, 1000, RanksOnly: true, Verified: true), target).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_that_were_never_computed_are_seen_over_groups_too()
    {
        var target = await TargetAsync("right", image => $"{image:D4}.JPEG");
        var made = Answers(target).TopClass;
        for (var image = 400; image < Images; image++)
            made[image] = (ushort)(image * 7919 % 1000);

        AnswerChecks
            .Of(new Answers(made, 1, 1000, RanksOnly: true, Verified: false), target)
            .ShouldHaveSingleItem()
            .Message.ShouldContain("may not have been computed");
    }

    [Theory]
    [InlineData("right", null)]
    [InlineData("all moved on", "dataset-labels-contradict")]
    public async Task Paths_that_name_a_class_tell_whether_its_group_is_right(string kind, string? code)
    {
        var import = () =>
            TargetAsync(kind, image => $"{Bench.Service.Datasets.ClassSpaces.ImageNet1kClasses.Space[Class(image)].Id}_{image}.JPEG");

        if (code is null)
            (await import()).Manifest.Count.ShouldBe(Images);
        else
            (await Should.ThrowAsync<DatasetImportException>(import)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_path_that_names_two_classes_tells_nothing_of_its_group()
    {
        var ids = Bench.Service.Datasets.ClassSpaces.ImageNet1kClasses.Space;

        (
            await TargetAsync("right", image => $"fg_{ids[Class(image)].Id}_{image}_bg_{ids[(Class(image) + 300) % 1000].Id}.JPEG")
        ).Manifest.Count.ShouldBe(Images);
    }

    /// <summary>Three of four images are answered with a class of their group, the others with one of any group.</summary>
    static Answers Answers(LabelTarget target) =>
        new(
            [.. target.Manifest.Images.Select((image, place) => (ushort)(place % 4 == 0 ? place * 7919 % 1000 : Class(place)))],
            1,
            1000,
            RanksOnly: true,
            Verified: true
        );

    /// <summary>Class of an image; images are of one group after the other.</summary>
    static int Class(int image) => image % Groups * 100 + image / Groups % 50;

    async Task<LabelTarget> TargetAsync(string kind, Func<int, string> name)
    {
        static int Members(string kind, int group) =>
            kind switch
            {
                "two exchanged" when group is 2 or 5 => 7 - group,
                "three in a circle" when group is 2 or 3 or 4 => 2 + (group - 1) % 3,
                "all moved on" => (group + 1) % Groups,
                _ => group,
            };
        static int Member(string kind, int group, int place) =>
            kind == "scattered" ? (place % Groups * 100) + group * 5 + place / Groups : Members(kind, group) * 100 + place;
        var groups = Enumerable
            .Range(0, Groups)
            .Select(group => $"\"g{group}\": [{string.Join(", ", Enumerable.Range(0, 50).Select(place => Member(kind, group, place)))}]");
        _folder.Write("groups.json", $"{{ \"rule\": \"max\", \"groups\": {{ {string.Join(", ", groups)} }} }}");
        var lines = Enumerable
            .Range(0, Images)
            .Select(image => string.Create(CultureInfo.InvariantCulture, $"{name(image)},g{image % Groups}"));
        var list = _folder.Write("list.csv", "file_name,label\n" + string.Join('\n', lines));
        return await LabelTargets.FromListAsync(list, "groups.json");
    }

    public void Dispose() => _folder.Dispose();
}
