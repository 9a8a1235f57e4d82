using System.Globalization;
using System.Text.Json;
using Bench.Data.Outcomes;
using Bench.Service.Claims;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Label files of every format whose classes are numbers, in another order of classes than the dataset's own labels.</summary>
public sealed class LabelOrderTests : IDisposable
{
    readonly TempFolder _folder = new();

    public static TheoryData<string, string> FormatsAndOrders()
    {
        var cases = new TheoryData<string, string>();
        foreach (var format in new[] { LabelFormats.Csv, "json", LabelFormats.RealJson })
        foreach (
            var order in new[]
            {
                "counted from 1, or",
                "one too low",
                "numbers sorted as text",
                "sorted by name",
                "reverse",
                "challenge's own",
            }
        )
            cases.Add(format, order);
        return cases;
    }

    [Theory, MemberData(nameof(FormatsAndOrders))]
    public async Task A_label_set_in_another_order_is_refused_with_the_name_of_the_order(string format, string words)
    {
        var target = await TargetAsync(60);
        var order = ClassOrders.MistakenFor(target.Classes).First(order => order.Words.Contains(words, StringComparison.Ordinal));

        var refused = await Should.ThrowAsync<LabelSetException>(() =>
            ImportAsync(format, target, image => Array.IndexOf(order.Meant, Own(target, image)))
        );

        refused.Code.ShouldBe("label-set-contradicts");
        refused.Message.ShouldContain("agrees with the dataset's own labels on");
        refused.Message.ShouldContain(words);
    }

    /// <summary>An order that nobody has a name for: the numbers of most classes are those of others.</summary>
    [Theory]
    [InlineData(LabelFormats.Csv)]
    [InlineData("json")]
    [InlineData(LabelFormats.RealJson)]
    public async Task A_label_set_with_numbers_of_its_own_is_refused_and_one_with_a_part_of_them_is_doubted(string format)
    {
        var target = await TargetAsync(300, image => image / 5 * 7);
        int Shuffled(int label) => label * 387 % 1000;

        (
            await Should.ThrowAsync<LabelSetException>(() => ImportAsync(format, target, image => Shuffled(Own(target, image))))
        ).Code.ShouldBe("label-set-contradicts");
        var part = await ImportAsync(format, target, image => Own(target, image) is var label && label >= 300 ? Shuffled(label) : label);

        part.Checks.ShouldHaveSingleItem().Code.ShouldBe("class-order-doubtful");
        part.Checks[0].Message.ShouldContain("number their classes differently");
    }

    /// <summary>Too few for a refusal, and not one of them fits as it is.</summary>
    [Theory]
    [InlineData("counted from 1, or", "class-order-doubtful")]
    [InlineData("challenge's own", "class-order-doubtful")]
    [InlineData(null, "labels-disagree")]
    public async Task A_label_set_of_a_few_images_is_doubted(string? words, string code)
    {
        var target = await TargetAsync(10);
        var order = ClassOrders.MistakenFor(target.Classes).FirstOrDefault(order => words is not null && order.Words.Contains(words));

        var set = await ImportAsync(
            LabelFormats.Csv,
            target,
            image => order is null ? Own(target, image) * 31 % 997 + 1 : Array.IndexOf(order.Meant, Own(target, image))
        );

        set.Checks.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    /// <summary>Corrections leave four labels of five as they were. A set that lists what it corrects leaves none.</summary>
    [Theory]
    [InlineData(5, 5, 0, true)]
    [InlineData(9, 9, 2, true)]
    [InlineData(9, 9, 3, false)]
    [InlineData(5, 5, 1, false)]
    [InlineData(4, 4, 0, false)]
    [InlineData(9, 8, 0, false)]
    public async Task Of_the_labels_of_a_few_pictures_chance_says_how_many_may_differ(int images, int listed, int agreed, bool isDoubted)
    {
        var target = await TargetAsync(images);

        var set = await ImportAsync(
            LabelFormats.Csv,
            target,
            image =>
                image >= listed ? -1
                : image < agreed ? Own(target, image)
                : Own(target, image) * 31 % 997 + 1
        );

        set.Checks.Select(check => check.Code).ShouldBe(isDoubted ? ["labels-disagree"] : []);
    }

    /// <summary>Labels of other images in a third of the rows, before a model says so.</summary>
    [Theory]
    [InlineData(0.7, true)]
    [InlineData(0.9, false)]
    public async Task A_label_set_that_changes_more_labels_than_corrections_do_says_so_in_a_note(double kept, bool isNoted)
    {
        // Of animals more is known.
        var (target, random) = (await TargetAsync(200, image => 400 + image * 37 % 600), new Random(3));

        var set = await ImportAsync(LabelFormats.Csv, target, image => Own(target, random.NextDouble() < kept ? image : random.Next(200)));

        set.Checks.Select(check => (check.Code, check.Severity)).ShouldBe(isNoted ? [("labels-disagree", CheckSeverity.Note)] : []);
    }

    /// <summary>Two datasets of one size: the labels are of the other one's images.</summary>
    [Theory]
    [InlineData(LabelFormats.Csv)]
    [InlineData("json")]
    public async Task A_label_set_for_another_dataset_of_the_same_names_is_refused(string format)
    {
        var target = await TargetAsync(60);
        var other = await TargetAsync(120);

        (
            await Should.ThrowAsync<LabelSetException>(() => ImportAsync(format, target, image => Own(other, image + 60)))
        ).Message.ShouldContain("It is about other images");
    }

    /// <summary>Cleanlab's reviews say which label was reviewed: one that is another is enough.</summary>
    [Fact]
    public async Task Reviews_of_labels_in_another_order_are_refused()
    {
        var target = await TargetAsync(5);
        var votes = new
        {
            given = 5,
            guessed = 0,
            neither = 0,
            both = 0,
        };
        var reviews = Enumerable
            .Range(0, 5)
            .Select(image => new
            {
                id = image + 1,
                given_original_label = Own(target, image) + 1,
                our_guessed_label = 0,
                mturk = votes,
            });
        var path = _folder.Write("reviews.json", JsonSerializer.Serialize(reviews));

        (await Should.ThrowAsync<LabelSetException>(() => ReadAsync(path, LabelFormats.CleanlabMTurk, target))).Message.ShouldContain(
            "Is the class order right?"
        );
    }

    static int Own(LabelTarget target, int image) => target.Manifest.Images[image].Classes[0];

    async Task<ImportedLabelSet> ImportAsync(string format, LabelTarget target, Func<int, int> label)
    {
        var images = target.Manifest.Images;
        // A class that the order has no number for goes without a label.
        int[] labels = [.. Enumerable.Range(0, images.Count).Select(label)];
        string Row(int image) => labels[image] < 0 ? "" : labels[image].ToString(CultureInfo.InvariantCulture);
        var text = format switch
        {
            LabelFormats.Csv => "file_name,label\n"
                + string.Join('\n', Enumerable.Range(0, images.Count).Where(i => labels[i] >= 0).Select(i => $"{images[i].Path},{Row(i)}")),
            "json" => JsonSerializer.Serialize(
                Enumerable.Range(0, images.Count).Where(i => labels[i] >= 0).ToDictionary(i => images[i].Path, i => labels[i])
            ),
            _ => "["
                + string.Join(
                    ',',
                    Enumerable.Range(0, images.Count).Select(i => $"[{Row(i)}]").Concat(Enumerable.Repeat("[]", 50_000 - images.Count))
                )
                + "]",
        };
        return await ReadAsync(_folder.Write("labels.txt", text), format, target);
    }

    static async Task<ImportedLabelSet> ReadAsync(string path, string format, LabelTarget target) =>
        (await LabelImporter.ImportAsync(path, "labels.txt", format, "given", null, target, TestContext.Current.CancellationToken))[0];

    /// <summary>The first validation images with their own labels, or with given ones under other names of the same pattern.</summary>
    Task<LabelTarget> TargetAsync(int count, Func<int, int>? label = null) =>
        LabelTargets.FromLinesAsync(
            _folder,
            [
                .. Enumerable
                    .Range(1, count)
                    .Select(number =>
                    {
                        var name = string.Create(CultureInfo.InvariantCulture, $"ILSVRC2012_val_{number:D8}.JPEG");
                        return $"{name} {label?.Invoke(number - 1) ?? ValLabels.Of(name)!.Value}";
                    }),
            ]
        );

    public void Dispose() => _folder.Dispose();
}
