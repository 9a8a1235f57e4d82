using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Metrics;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>A few labels in a row that slipped, among many that did not; and corrections, which lie scattered.</summary>
public sealed class ChangedStretchTests : IDisposable
{
    readonly TempFolder _folder = new();

    /// <summary>Five of 200: too few for a count, and together.</summary>
    [Theory]
    [InlineData("one row late", "row-order-doubtful", "if they were one row late")]
    [InlineData("one row early", "row-order-doubtful", "if they were one row early")]
    [InlineData("counted from 1", "class-order-doubtful", "if their numbers were classes counted from 1")]
    [InlineData("some other classes", "row-order-doubtful", "may belong to other images or classes")]
    public async Task Of_two_hundred_photographs_five_in_a_row_are_enough(string what, string code, string words)
    {
        var names = Photographs();
        var target = await LabelTargets.FromLinesAsync(_folder, [.. names.Select(name => $"{name} {name[..9]}")]);
        int Own(int image) => target.Manifest.Images[image].Classes[0];

        var set = await ImportAsync(
            target,
            image =>
                image is < 90 or >= 95
                    ? Own(image)
                    : what switch
                    {
                        "one row late" => Own(image - 1),
                        "one row early" => Own(image + 1),
                        "counted from 1" => Own(image) + 1,
                        _ => (Own(image) * 387 + 11) % 1000,
                    }
        );

        var check = set.Checks.ShouldHaveSingleItem();
        check.Code.ShouldBe(code);
        check.Message.ShouldContain($"5 images in a row, from {names[90]} to {names[94]}");
        check.Message.ShouldContain(words);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public async Task Corrections_here_and_there_are_not_doubted(int changed)
    {
        var names = Photographs();
        var target = await LabelTargets.FromLinesAsync(_folder, [.. names.Select(name => $"{name} {name[..9]}")]);
        var random = new Random(changed);
        HashSet<int> corrected = [.. random.GetItems([.. Enumerable.Range(0, 200)], changed)];

        var set = await ImportAsync(
            target,
            image => (target.Manifest.Images[image].Classes[0] + (corrected.Contains(image) ? 1 + random.Next(998) : 0)) % 1000
        );

        set.Checks.ShouldBeEmpty();
    }

    /// <summary>ReaL changes one label of ten, in the order of class folders mostly those of a few classes.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reassessed_labels_are_not(bool byClass)
    {
        var (original, real) = (RealPredictions.Original(), RealPredictions.Real());
        int[] images = [.. Enumerable.Range(0, original.Count).Where(image => original.Of(image)[0] % 5 == 0 && real.IsUsed(image))];
        if (byClass)
            images = [.. images.OrderBy(image => original.Of(image)[0])];
        // The names say the order.
        var target = await LabelTargets.FromLinesAsync(_folder, [.. images.Select((image, at) => $"{at:D6}.jpg {original.Of(image)[0]}")]);

        (await ImportAsync(target, at => string.Join(';', real.Of(images[at]).ToArray()))).Checks.ShouldBeEmpty();
    }

    static string[] Photographs() =>
        [
            .. Directory
                .EnumerateFiles(SharedFolder.Require("images/real"), "*.JPEG")
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal),
        ];

    Task<ImportedLabelSet> ImportAsync(LabelTarget target, Func<int, int> label) => ImportAsync(target, at => $"{label(at)}");

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
