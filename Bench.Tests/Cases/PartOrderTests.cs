using System.Globalization;
using Bench.Service.Claims;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Files of which a part is in another order than the rest: most numbers look sound, and some are of other classes or
/// images.</summary>
public sealed class PartOrderTests : IDisposable
{
    const int Images = 300;

    readonly TempFolder _folder = new();

    /// <summary>A class that a list lacks moves those behind it; a list that was put together from two has rows of both.</summary>
    [Theory]
    [InlineData("counted from 1", "classes from 600 on")]
    [InlineData("counted from 1", "rows from 200 on")]
    [InlineData("one too low", "the first rows")]
    [InlineData("challenge's own order of classes, which", "every other row")]
    [InlineData("sorted by name", "rows from 200 on")]
    public async Task A_part_in_another_order_of_classes_is_doubted_by_its_name(string words, string part)
    {
        var target = await TargetAsync();
        var order = ClassOrders.MistakenFor(target.Classes).First(order => order.Words.Contains(words, StringComparison.Ordinal));

        var check = AnswerChecks.Of(Answers(target, IsIn(part), label => Array.IndexOf(order.Meant, label)), target).ShouldHaveSingleItem();

        check.Code.ShouldBe("class-order-doubtful");
        check.Message.ShouldContain(words);
        check.Message.ShouldContain("more would be if a part of the answers");
    }

    [Fact]
    public async Task An_order_that_nobody_has_a_name_for_is_doubted_where_classes_have_several_images()
    {
        var target = await TargetAsync(image => image / 5 * 7);
        ushort[] shuffled = [.. Enumerable.Range(0, 1000).Select(label => (ushort)(label * 387 % 1000))];

        AnswerChecks
            .Of(Answers(target, (_, label) => label >= 100, label => shuffled[label]), target)
            .ShouldHaveSingleItem()
            .Message.ShouldContain("had other numbers");
    }

    /// <summary>Five images of each of 60 pictures; every third picture is taken for a class of its own, on all five.</summary>
    [Theory]
    [InlineData(false, "class-order-doubtful")]
    [InlineData(true, null)]
    public async Task Copies_of_a_picture_that_are_mistaken_alike_are_one_piece_of_evidence(bool copies, string? code)
    {
        var list = await TargetAsync(image => image / 5 % 40 * 7);
        var target = !copies
            ? list
            : new LabelTarget(
                new DatasetManifest
                {
                    Layout = "imagenet-c",
                    Variant = "custom",
                    ClassSpaceKey = list.Manifest.ClassSpaceKey,
                    ClassSpaceHash = list.Manifest.ClassSpaceHash,
                    ClassCount = list.Manifest.ClassCount,
                    Images =
                    [
                        .. list.Manifest.Images.Select(
                            (image, i) =>
                                new ManifestImage(
                                    $"fog/{i % 5 + 1}/{i / 5}.JPEG",
                                    0,
                                    default,
                                    image.Classes,
                                    FacetSet.Of(("corruption", "fog"), ("severity", $"{i % 5 + 1}"))
                                )
                        ),
                    ],
                },
                list.ManifestHash,
                list.Outputs
            );
        ushort[] answers =
        [
            .. target.Manifest.Images.Select((image, i) => (ushort)(image.Classes[0] + (i / 5 % 3 == 0 ? 1 + i / 5 % 40 : 0))),
        ];

        AnswerChecks.Of(Made(answers), target).Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
    }

    [Theory]
    [InlineData("one row late", "rows from 200 on")]
    [InlineData("one row early", "rows from 200 on")]
    [InlineData("4 processes", "all")]
    [InlineData("2 processes", "all")]
    public async Task Rows_that_are_late_from_somewhere_on_or_were_dealt_out_are_doubted(string words, string part)
    {
        var target = await TargetAsync();
        int[] rows = [.. Enumerable.Range(0, Images)];
        int[] moved = words switch
        {
            "one row late" => [.. rows[1..], rows[0]],
            "one row early" => [rows[^1], .. rows[..^1]],
            _ => [.. rows.OrderBy(row => row % (words[0] - '0'))],
        };
        ushort Answer(int row) =>
            target.Manifest.Images[IsIn(part)(row, 0) ? moved[row] : row].Classes[0] is var label && row % 4 == 0
                ? (ushort)(label * 31 % 997)
                : label;

        var check = AnswerChecks.Of(Made([.. rows.Select(Answer)]), target).ShouldHaveSingleItem();

        check.Code.ShouldBe("row-order-doubtful");
        check.Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("rows from 200 on", "class-order-doubtful", "counted from 1")]
    [InlineData("rows from 200 on", "row-order-doubtful", "one row late")]
    [InlineData("none", null, "")]
    public async Task A_label_set_of_which_a_part_is_in_another_order_is_doubted_and_corrections_are_not(
        string part,
        string? code,
        string words
    )
    {
        var target = await TargetAsync();
        var lines = target.Manifest.Images.Select(
            (image, i) =>
            {
                var label = image.Classes[0];
                var given = IsIn(part)(i, label)
                    ? code == "class-order-doubtful"
                        ? label + 1
                        : target.Manifest.Images[i - 1].Classes[0]
                    : i % 10 == 3
                        ? label * 31 % 997
                        : label;
                return string.Create(CultureInfo.InvariantCulture, $"{image.Path},{given}");
            }
        );
        var path = _folder.Write("part.csv", "file_name,label\n" + string.Join('\n', lines));

        var set = (
            await LabelImporter.ImportAsync(
                path,
                "part.csv",
                "csv",
                "part",
                null,
                target,
                columns: null,
                disagrees: false,
                TestContext.Current.CancellationToken
            )
        )[0];

        set.Checks.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
        if (code is not null)
            set.Checks[0].Message.ShouldContain(words);
    }

    /// <summary>Wrong answers fall on neighbours in the order of classes, and a quarter of all are wrong.</summary>
    [Theory]
    [InlineData(0.75)]
    [InlineData(0.3)]
    [InlineData(0.05)]
    public async Task A_model_whose_mistakes_are_neighbours_is_not_doubted(double accuracy)
    {
        var target = await TargetAsync(image => image / 3 * 9);
        var random = new Random(5);
        ushort Answer(int label) =>
            random.NextDouble() < accuracy ? (ushort)label
            : random.NextDouble() < 0.2 ? (ushort)Math.Clamp(label + random.Next(-2, 3), 0, 999)
            : (ushort)random.Next(1000);

        AnswerChecks.Of(Made([.. target.Manifest.Images.Select(image => Answer(image.Classes[0]))]), target).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_that_were_written_twice_are_doubted_and_rows_that_differ_are_not()
    {
        var target = await TargetAsync();
        var random = new Random(9);
        ushort[] classes = [.. Enumerable.Range(0, Images).SelectMany(image => Enumerable.Range(image, 5).Select(place => (ushort)place))];
        float[] logits =
        [
            .. Enumerable.Range(0, Images).SelectMany(_ => Enumerable.Range(0, 5).Select(place => 9 - place - random.NextSingle())),
        ];
        RepeatedRows.Of(classes, logits, 5, 1000, target.Manifest).ShouldBeNull();

        classes.AsSpan(0, 40).CopyTo(classes.AsSpan(40));
        logits.AsSpan(0, 40).CopyTo(logits.AsSpan(40));

        var check = RepeatedRows.Of(classes, logits, 5, 1000, target.Manifest).ShouldNotBeNull();
        check.Code.ShouldBe("answers-repeated");
        check.Message.ShouldContain("8 of 300 images have the same scores as another one");
        RepeatedRows.Of(classes, default, 5, 1000, target.Manifest).ShouldBeNull();
    }

    /// <summary>Of the best class alone single equal answers are chance; a batch that was written twice is not.</summary>
    [Fact]
    public async Task A_batch_of_best_classes_that_was_written_twice_is_doubted()
    {
        var target = await TargetAsync();
        var random = new Random(9);
        ushort[] classes = [.. Enumerable.Range(0, Images).Select(image => (ushort)(image / 30))];
        float[] logits = [.. Enumerable.Range(0, Images).Select(_ => -random.Next(400) / 100f)];
        RepeatedRows.Of(classes, logits, 1, 1000, target.Manifest).ShouldBeNull();

        classes.AsSpan(64, 16).CopyTo(classes.AsSpan(128));
        logits.AsSpan(64, 16).CopyTo(logits.AsSpan(128));

        RepeatedRows.Of(classes, logits, 1, 1000, target.Manifest).ShouldNotBeNull().Message.ShouldContain("written twice");
    }

    [Theory]
    [InlineData(0.1f, 0.9f, null)]
    [InlineData(0.3f, 0.9f, "confidence-doubtful")]
    [InlineData(0.02f, 0.15f, "confidence-doubtful")]
    public void Confidences_that_are_never_low_or_far_too_low_are_doubted(float least, float most, string? code)
    {
        var answers = Made(new ushort[1_000]) with
        {
            Confidence = [.. Enumerable.Range(0, 1_000).Select(image => least + (most - least) * (image ^ 1) / 999)],
        };

        ConfidenceChecks.Of(answers, Right(image => image >= 350)).Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
        ConfidenceChecks.Of(answers).ShouldBeEmpty();
        if (code is null)
            ConfidenceChecks
                .Of(answers, Right(image => image < 650))
                .ShouldHaveSingleItem()
                .Message.ShouldContain("no more confident than wrong ones");

        static bool[] Right(Func<int, bool> isRight) => [.. Enumerable.Range(0, 1_000).Select(isRight)];
    }

    static Func<int, int, bool> IsIn(string part) =>
        part switch
        {
            "classes from 600 on" => (_, label) => label >= 600,
            "rows from 200 on" => (row, _) => row >= 200,
            "the first rows" => (row, _) => row < 40,
            "every other row" => (row, _) => row % 2 == 0,
            "all" => (_, _) => true,
            _ => (_, _) => false,
        };

    static Answers Answers(LabelTarget target, Func<int, int, bool> inPart, Func<ushort, int> moved) =>
        Made([
            .. target.Manifest.Images.Select(
                (image, row) =>
                {
                    var label = image.Classes[0];
                    return row % 4 == 0 ? (ushort)(label * 31 % 997)
                        : inPart(row, label) ? (ushort)Math.Max(0, moved(label))
                        : label;
                }
            ),
        ]);

    static Answers Made(ushort[] answers) => new(answers, 1, ImageNet1kClasses.Space.Count, RanksOnly: true, Verified: false);

    Task<LabelTarget> TargetAsync(Func<int, int>? label = null) =>
        LabelTargets.FromLinesAsync(
            _folder,
            [
                .. Enumerable
                    .Range(0, Images)
                    .Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:D3}.JPEG {label?.Invoke(i) ?? i * 137 % 900}")),
            ]
        );

    public void Dispose() => _folder.Dispose();
}
