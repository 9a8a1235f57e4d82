using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Models;
using Bench.Metrics.Clustered;
using Bench.Metrics.Numerics;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Workers.Evaluations.Scores;
using Microsoft.EntityFrameworkCore;

namespace Bench.Tests.Workers.Evaluations;

/// <summary>A label set under which a model makes no mistake, and answers that make none under a label set.</summary>
public sealed class LabelDoubtTests
{
    [Theory]
    [InlineData(1.0, 600, 10, true, "labels")]
    [InlineData(0.995, 600, 400, true, "labels")]
    [InlineData(1.0, 600, 10, false, "answers")]
    [InlineData(0.995, 600, 400, false, "answers")]
    [InlineData(1.0, 600, 9, true, "labels")]
    [InlineData(0.995, 600, 399, true, "none")]
    [InlineData(1.0, 400, 1000, true, "none")]
    [InlineData(0.98, 600, 1000, false, "none")]
    public async Task The_later_of_the_two_is_doubted(double top1, int images, int classes, bool isLabelSetLater, string doubted)
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var (evaluation, set) = await SubjectAsync(made, classes, isLabelSetLater, "own");

        await DoubtAsync(made, evaluation, set, top1, images, classes);
        await DoubtAsync(made, evaluation, set, top1, images, classes);

        await using var read = made.Open();
        (await read.LabelSets.SingleAsync()).Checks.Count.ShouldBe(doubted == "labels" ? 1 : 0);
        (await read.Evaluations.SingleAsync()).Checks.Count.ShouldBe(doubted == "answers" ? 1 : 0);
    }

    /// <summary>Of 800 images a model is right on 640 by the dataset's own labels. Of those whose label the set changes
    /// it answers some as the dataset has it, and others as the set has.</summary>
    [Theory]
    [InlineData(200, 0, true, "set")]
    [InlineData(200, 30, true, "set")]
    [InlineData(200, 60, true, "none")]
    [InlineData(200, 150, true, "none")]
    [InlineData(20, 0, true, "none")]
    [InlineData(40, 0, true, "set")]
    [InlineData(200, 0, false, "answers")]
    public async Task Changes_that_a_model_never_agrees_with_are_doubted(int asOwn, int asGiven, bool isVerified, string doubted)
    {
        static int Own(int image) => image % 400;

        var codes = await SidesAsync(
            800,
            Own,
            image => image < asOwn || (image >= 640 && image < 640 + asGiven) ? (Own(image) + 1) % 400 : Own(image),
            image =>
                image < 640 ? Own(image)
                : image < 640 + asGiven ? (Own(image) + 1) % 400
                : 999,
            isVerified
        );

        codes.Set.ShouldBe(doubted == "set" ? ["labels-disagree"] : []);
        codes.Evaluation.ShouldBe(doubted == "answers" ? ["labels-disagree"] : []);
    }

    /// <summary>Of a thousand images the forty of class 7 have the label 8 in the set.</summary>
    [Theory]
    [InlineData(30, 0, true)]
    [InlineData(30, 3, true)]
    [InlineData(20, 20, false)]
    [InlineData(12, 0, false)]
    public async Task A_class_whose_images_all_have_the_number_of_another_is_doubted(int asOwn, int asGiven, bool isDoubted)
    {
        static int Own(int image) => image < 40 ? 7 : 10 + image % 400;

        var codes = await SidesAsync(
            1000,
            Own,
            image => image < 40 ? 8 : Own(image),
            image =>
                image >= 40 ? (image < 700 ? Own(image) : 999)
                : image < asOwn ? 7
                : image < asOwn + asGiven ? 8
                : 999,
            isVerified: true
        );

        codes.Set.ShouldBe(isDoubted ? ["class-order-doubtful"] : []);
    }

    /// <summary>Codes of a label set's doubts and of an evaluation's, once both were scored.</summary>
    /// <param name="images">N.</param>
    /// <param name="own">The dataset's label of each.</param>
    /// <param name="given">The set's.</param>
    /// <param name="answer">The model's.</param>
    /// <param name="isVerified">Whether the model ran here.</param>
    internal static async Task<(string[] Set, string[] Evaluation, string? Message)> SidesAsync(
        int images,
        Func<int, int> own,
        Func<int, int> given,
        Func<int, int> answer,
        bool isVerified
    )
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var (evaluation, set) = await SubjectAsync(made, 1000, isLabelSetLater: true, "own", isVerified);
        var original = new LabelSet
        {
            Id = Guid.CreateVersion7(),
            DatasetId = set.DatasetId,
            Key = "original",
            Version = 1,
            Kind = "single",
            Format = "layout",
            Hash = "own",
            Blob = "own",
            Used = images,
            Excluded = [],
        };
        var labels = new GroundTruth
        {
            Offsets = Enumerable.Range(0, images + 1).ToArray(),
            Classes = Enumerable.Range(0, images).Select(image => (ushort)given(image)).ToArray(),
            OriginalClass = Enumerable.Range(0, images).Select(image => (ushort)own(image)).ToArray(),
            SingleLabel = true,
        };
        await using (var db = made.Open())
        {
            db.Add(original);
            db.Add(Scored(evaluation, original, 0.8, images, image => answer(image) == own(image)));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using (var db = made.Open())
        {
            var scoring = Scored(evaluation, set, 0.6, images, image => answer(image) == given(image));
            await db.DoubtAsync(
                evaluation.Id,
                [scoring],
                [set],
                _ => Task.FromResult<Clusters?>(null),
                _ => Task.FromResult(labels),
                TestContext.Current.CancellationToken
            );
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var read = made.Open();
        var checks = (await read.LabelSets.SingleAsync(each => each.Key == "own")).Checks;
        return (
            [.. checks.Select(check => check.Code)],
            [.. (await read.Evaluations.SingleAsync()).Checks.Select(check => check.Code)],
            checks.FirstOrDefault()?.Message
        );
    }

    [Fact]
    public async Task The_datasets_own_labels_are_left_to_the_review_of_the_answers()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var (evaluation, set) = await SubjectAsync(made, 1000, isLabelSetLater: false, "original");

        await DoubtAsync(made, evaluation, set, 1, 600, 1000);

        await using var read = made.Open();
        (await read.Evaluations.SingleAsync()).Checks.ShouldBeEmpty();
    }

    /// <summary>Of fewer classes than a thousand the same share may be that of an easy set, where they are not
    /// ImageNet's.</summary>
    [Theory, InlineData(1000, 1), InlineData(999, 0)]
    public async Task Of_other_classes_than_ImageNets_a_thousand_are_many(int classes, int doubts)
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        var (evaluation, set) = await SubjectAsync(made, classes, isLabelSetLater: true, "own", classSpace: "0");

        await DoubtAsync(made, evaluation, set, 0.995, 600, classes);

        await using var read = made.Open();
        (await read.LabelSets.SingleAsync()).Checks.Count.ShouldBe(doubts);
    }

    /// <summary>One image of each of so many classes.</summary>
    static Task<GroundTruth> LabelsAsync(int classes) =>
        Task.FromResult(
            new GroundTruth
            {
                Offsets = Enumerable.Range(0, classes + 1).ToArray(),
                Classes = Enumerable.Range(0, classes).Select(each => (ushort)each).ToArray(),
                SingleLabel = true,
            }
        );

    static async Task DoubtAsync(TestDatabase made, Evaluation evaluation, LabelSet set, double top1, int images, int classes)
    {
        await using var db = made.Open();
        await db.DoubtAsync(
            evaluation.Id,
            [Scored(evaluation, set, top1, images, image => image < top1 * images)],
            [set],
            _ => Task.FromResult<Clusters?>(null),
            _ => LabelsAsync(classes),
            TestContext.Current.CancellationToken
        );
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    static Scoring Scored(Evaluation evaluation, LabelSet set, double top1, int images, Func<int, bool> isRight)
    {
        var id = Guid.CreateVersion7();
        var (used, correct) = (new BitSet(images), new BitSet(images));
        for (var image = 0; image < images; image++)
            (used[image], correct[image]) = (true, isRight(image));
        return new Scoring
        {
            Id = id,
            EvaluationId = evaluation.Id,
            LabelSetId = set.Id,
            Used = used.ToBytes(),
            Correct = correct.ToBytes(),
            Excluded = [],
            Missing = [],
            Scores =
            [
                new Score
                {
                    ScoringId = id,
                    EvaluationId = evaluation.Id,
                    LabelSetId = set.Id,
                    Metric = "top1",
                    Value = top1,
                    N = images,
                },
            ],
        };
    }

    static async Task<(Evaluation, LabelSet)> SubjectAsync(
        TestDatabase made,
        int classes,
        bool isLabelSetLater,
        string key,
        bool isVerified = true,
        string? classSpace = null
    )
    {
        var early = new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc);
        var model = new Model
        {
            Id = Guid.CreateVersion7(),
            Name = "scored",
            State = ModelState.Ready,
        };
        var dataset = new Dataset
        {
            Id = Guid.CreateVersion7(),
            Key = "pictures",
            Variant = "custom",
            Classes = "imagenet-1k",
            Layout = "csv",
            Path = "pictures",
            ClassCount = classes,
            ClassSpaceBlob = BlobKeys.ClassSpace(classSpace ?? ImageNet1kClasses.Space.Hash),
        };
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            Preprocessing = "{}",
            Verified = isVerified,
            CreatedAt = early,
        };
        var set = new LabelSet
        {
            Id = Guid.CreateVersion7(),
            DatasetId = dataset.Id,
            Key = key,
            Version = 1,
            Kind = "single",
            Format = "csv",
            Hash = "hash",
            Blob = "blob",
            Used = 600,
            Excluded = [],
            CreatedAt = early.AddHours(isLabelSetLater ? 1 : -1),
        };
        await using var db = made.Open();
        db.AddRange(model, dataset, evaluation, set);
        await db.SaveChangesAsync();
        return (evaluation, set);
    }
}
