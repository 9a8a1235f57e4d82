using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Label files as Kaggle, Caffe, Excel and papers write them.</summary>
public sealed class LabelDialectTests : IDisposable
{
    const string Folder = "31-kaggle-as-label-set";

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("kaggle.csv", "csv")]
    [InlineData("kaggle-headerless.csv", "csv")]
    [InlineData("kaggle-with-header-changed.csv", "csv")]
    [InlineData("image-id-class.csv", "csv")]
    [InlineData("caffe-val.txt", "csv")]
    [InlineData("semicolon.csv", "csv")]
    [InlineData("indices.json", "json")]
    [InlineData("indices-as-text.json", "json")]
    public async Task Labels_are_the_classes_and_nothing_else(string file, string format)
    {
        var target = await Twenty.TargetAsync(_folder);

        var set = (await ImportAsync(Twenty.Case($"{Folder}/{file}"), file, format, target)).ShouldHaveSingleItem();

        set.Kind.ShouldBe("single");
        set.Checks.ShouldBeEmpty();
        for (var image = 0; image < 20; image++)
            set.Labels.Of(image).ToArray().ShouldBe(target.Manifest.Images[image].Classes);
        var always = await Twenty.SubmitAsync(target, "csv", Twenty.Case($"{Folder}/always-230.csv"));
        for (var image = 0; image < 20; image++)
            set.Labels.Accepts(image, always.Predictions.TopClass.Span[image]).ShouldBeFalse();
        always.Doubts(target).ShouldBe(["answers-constant"]);
    }

    [Fact]
    public async Task A_list_of_pairs_is_refused_under_its_own_name()
    {
        var target = await Twenty.TargetAsync(_folder);

        (
            await Should.ThrowAsync<LabelSetException>(() =>
                ImportAsync(Twenty.Case($"{Folder}/list-of-pairs.json"), "list-of-pairs.json", "json", target)
            )
        ).Message.ShouldStartWith("list-of-pairs.json, line 1: ");
    }

    [Theory]
    [InlineData("n01440764 10 20 30 40 n01440764 1 2 3 4", 1)]
    [InlineData("n01440764 10 20 30 40 n01443537 1 2 3 4", 2)]
    [InlineData("0,1", 2)]
    [InlineData("[0, 1]", 2)]
    [InlineData("['n01440764']", 1)]
    [InlineData("0;1|2", 3)]
    [InlineData("n01440764;10;20;30;40", 1)]
    [InlineData("n01440764;10;20;30", -1)]
    [InlineData("n01440764 10 20", -1)]
    [InlineData("n01440764 10 20 30 40 50", -1)]
    public void A_field_names_classes_and_never_corners_of_a_box(string field, int classes)
    {
        var space = Bench.Service.Datasets.ClassSpaces.ImageNet1kClasses.Space;

        if (classes < 0)
            Should
                .Throw<FormatException>(() => LabelCell.Read(field, space, message => new FormatException(message)))
                .Message.ShouldContain("mixes class ids and numbers");
        else
            LabelCell.Read(field, space, message => new FormatException(message)).Count.ShouldBe(classes);
    }

    [Fact]
    public async Task Columns_with_names_of_their_own_are_named_in_the_manifest()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var path = _folder.Write("clean.csv", "id,original_label,proposed_labels,validation\na.JPEG,0,\"0, 5\",+\nb.JPEG,1,1,++\n");

        var set = await CleanAsync(path, target);
        var refused = await Should.ThrowAsync<LabelSetException>(() => ImportAsync(path, "clean.csv", "csv", target));

        set.Labels.Of(0).ToArray().ShouldBe([0, 5]);
        refused.Message.ShouldStartWith("clean.csv: the first line is 'id,original_label,proposed_labels,validation'; file_name,labels");
    }

    [Theory]
    [InlineData("ResNet50.csv", 0.879198)]
    [InlineData("ViT.csv", 0.885954)]
    public async Task The_published_clean_labels_of_flaws_of_imagenet_are_read_as_they_are(string file, double accuracy)
    {
        var target = await LabelTargets.ValAsync();
        var path = SharedFolder.Require("labels/flaws-of-imagenet/clean_validation.csv");

        var set = await CleanAsync(path, target);
        var predictions = (await Twenty.SubmitAsync(target, "csv", SharedFolder.Require($"predictions/{file}"))).Predictions;

        set.Used.ShouldBe(36_415);
        var right = Enumerable
            .Range(0, target.Manifest.Count)
            .Count(image => set.Labels.IsUsed(image) && set.Labels.Accepts(image, predictions.TopClass.Span[image]));
        (right / 36_415.0).ShouldBe(accuracy, 5e-7);
    }

    [Fact]
    public async Task Labels_that_are_all_empty_are_called_so()
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");

        (
            await Should.ThrowAsync<LabelSetException>(() =>
                ImportAsync(_folder.Write("l.csv", "file_name,labels\na.JPEG,\nb.JPEG,\n"), "l.csv", "csv", target)
            )
        ).Message.ShouldBe("every label of l.csv is empty");
    }

    static Task<IReadOnlyList<ImportedLabelSet>> ImportAsync(string path, string name, string format, LabelTarget target) =>
        LabelImporter.ImportAsync(path, name, format, "set", null, target, TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();

    /// <summary>Labels of the published columns: <c>id</c> is the name, <c>proposed_labels</c> the labels.</summary>
    static async Task<ImportedLabelSet> CleanAsync(string path, LabelTarget target) =>
        (
            await LabelImporter.ImportAsync(
                path,
                Path.GetFileName(path),
                "csv",
                "clean",
                null,
                target,
                new Dictionary<string, string> { ["file_name"] = "id", ["labels"] = "proposed_labels" },
                disagrees: false,
                TestContext.Current.CancellationToken
            )
        )[0];
}
