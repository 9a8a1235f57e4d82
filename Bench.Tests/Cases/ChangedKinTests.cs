using Bench.Data.Outcomes;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Metrics;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Label sets of which a part belongs to other images or classes, on a board without a model; and corrections, which keep to a
/// kind.</summary>
public sealed class ChangedKinTests : IDisposable
{
    const int Images = 1000;

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("as corrected", 0.0, null)]
    [InlineData("a model's answers", 1.0, null)]
    [InlineData("of other images", 0.1, "labels-disagree")]
    [InlineData("of other images", 0.3, "labels-disagree")]
    [InlineData("of other images", 0.4, "labels-disagree")]
    [InlineData("numbered otherwise", 0.1, "labels-disagree")]
    [InlineData("numbered otherwise", 0.45, "labels-disagree")]
    [InlineData("all the same", 0.02, "labels-disagree")]
    [InlineData("all the same", 0.3, "labels-disagree")]
    [InlineData("17 rows late", 0.3, "row-order-doubtful")]
    public async Task Labels_that_keep_to_no_kind_are_doubted_before_any_model_is_here(string what, double share, string? code)
    {
        var (original, real, random) = (RealPredictions.Original(), RealPredictions.Real(), new Random(7));
        var answers = RealPredictions.TopFive("resnet50");
        int[] images = [.. Enumerable.Range(0, original.Count)];
        random.Shuffle(images);
        images = images[..Images];
        var target = await LabelTargets.FromLinesAsync(_folder, [.. images.Select((image, at) => $"{at:D6}.jpg {original.Of(image)[0]}")]);
        bool[] moved = [.. images.Select((_, at) => what == "17 rows late" ? at < share * Images : random.NextDouble() < share)];
        int[] from = [.. Enumerable.Range(0, Images).Where(at => moved[at])];
        var places = from.Zip(Shuffled(from, random)).ToDictionary();
        int[] numbers = Shuffled([.. Enumerable.Range(0, 1000)], random);

        var set = await ImportAsync(
            target,
            at =>
                what switch
                {
                    "as corrected" => string.Join(';', real.IsUsed(images[at]) ? real.Of(images[at]).ToArray() : [Own(at)]),
                    "a model's answers" => $"{answers.TopClass.Span[images[at] * 5]}",
                    _ when !moved[at] => $"{Own(at)}",
                    "of other images" => $"{Own(places[at])}",
                    "all the same" => "0",
                    "numbered otherwise" => $"{numbers[Own(at)]}",
                    _ => $"{Own((at + Images - 17) % Images)}",
                }
        );

        var warnings = set.Checks.Where(check => check.Severity == CheckSeverity.Warning).ToList();
        warnings.Select(check => check.Code).ShouldBe(code is null ? [] : [code]);
        if (code == "labels-disagree")
            warnings[0]
                .Message.ShouldContain(what == "all the same" ? "may stand for a label that was missing" : "get another one of their kind");

        ushort Own(int at) => original.Of(images[at])[0];
    }

    static int[] Shuffled(int[] values, Random random)
    {
        int[] shuffled = [.. values];
        random.Shuffle(shuffled);
        return shuffled;
    }

    async Task<ImportedLabelSet> ImportAsync(LabelTarget target, Func<int, string> label)
    {
        var lines = target.Manifest.Images.Select((image, at) => $"{image.Path},{label(at)}");
        var path = _folder.Write("labels.csv", "file_name,labels\n" + string.Join('\n', lines));
        return (
            await LabelImporter.ImportAsync(
                path,
                "labels.csv",
                LabelFormats.Csv,
                "set",
                null,
                target,
                TestContext.Current.CancellationToken
            )
        ).ShouldHaveSingleItem();
    }

    public void Dispose() => _folder.Dispose();
}
