using System.Text.RegularExpressions;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Inputs;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Labels;
using Bench.Tests.Docs.Examples;
using Bench.Tests.Metrics;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Docs;

/// <summary>Examples that documents quote: the quotes are the files, and the files do what the documents say.</summary>
public sealed partial class ExampleTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("add-a-layout.md", "PrefixedLayout.cs")]
    [InlineData("add-a-label-format.md", "PipedLabels.cs")]
    [InlineData("add-a-metric.md", "SecondGuess.cs")]
    public void A_document_quotes_its_example(string document, string example)
    {
        var quotes = Quote().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", document)));

        quotes
            .Single(quote => quote.Groups["file"].Value.EndsWith(example, StringComparison.Ordinal))
            .Groups["text"]
            .Value.ShouldBe(File.ReadAllText(Path.Combine(Checkout.Root, "Bench.Tests", "Docs", "Examples", example)));
    }

    [Fact]
    public async Task The_example_of_a_layout_finds_images_and_refuses_other_names()
    {
        _folder.Write("cats_and_dogs/cat_1.png", "x");
        _folder.Write("cats_and_dogs/dog_1.png", "x");
        var layout = new PrefixedLayout();
        var tree = new ImageTree(_folder["cats_and_dogs"]);
        var classes = ClassSpace.Create("pets", layout.ClassFolders(tree).Select(id => new ClassName(id, id)));

        var found = await layout.FindAsync(Context(tree, classes), TestContext.Current.CancellationToken);
        _folder.Write("cats_and_dogs/bird_1.png", "x");
        var refused = await Should.ThrowAsync<DatasetImportException>(() =>
            layout.FindAsync(Context(tree, classes), TestContext.Current.CancellationToken)
        );

        found.Select(image => (image.Path, image.Classes[0])).ShouldBe([("cat_1.png", (ushort)0), ("dog_1.png", (ushort)1)]);
        refused.Message.ShouldBe("1 names do not begin with a class of 'pets': bird_1.png");
    }

    [Fact]
    public async Task The_example_of_a_label_format_reads_lines_and_names_a_wrong_one()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.png 0", "b.png 1", "c.png 2");

        var sets = PipedLabels.Import(await OpenAsync("a.png: 0 | 5\nb.png: n01443537\nc.png:\n"), "mine", target);
        var wrong = await OpenAsync("a.png 0\n");

        sets.Single().Used.ShouldBe(2);
        sets.Single().Excluded.ShouldBe(new Dictionary<string, int> { ["no-label"] = 1 });
        Should
            .Throw<LabelSetException>(() => PipedLabels.Import(wrong, "mine", target))
            .Message.ShouldBe("labels.txt, line 1: there is no ':' between the image and its classes");
    }

    [Fact]
    public void The_example_of_a_metric_has_a_value_and_an_interval()
    {
        var predictions = MadePredictions.Ranks(3, [0, 1], [1, 0], [2, 0], [0, 2]);
        var view = new MetricInputs(
            new PredictionScan(predictions, new ParallelOptions()),
            WrittenLabels.Single(1, 0, 2, 2),
            ScoringOptions.Default
        );

        var estimate = SecondGuess.Metric.Measure(view);

        estimate.Value.ShouldBe(0.75);
        estimate.Interval.Low.ShouldBeInRange(0.2, 0.75);
        SecondGuess.Metric.WhyMissing(MadePredictions.Ranks(3, [0]), view.Labels, ScoringOptions.Default)!.ShouldContain("2 best classes");
    }

    static LayoutContext Context(ImageTree tree, ClassSpace classes) =>
        new(
            tree,
            new DatasetClasses(classes),
            new ClassLabels(classes.Count),
            new DatasetImportOptions { Layout = "prefixed", DatasetsRoot = tree.Root },
            Map: null,
            File: null
        );

    Task<LabelFile> OpenAsync(string text) =>
        LabelFile.OpenAsync(
            _folder.Write("labels.txt", text),
            "labels.txt",
            PipedLabels.Format,
            source: null,
            TestContext.Current.CancellationToken
        );

    [GeneratedRegex("<!-- (?<file>Bench\\.Tests/\\S+\\.cs) -->\\n```csharp\\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Quote();
}
