using System.Globalization;
using Bench.Service.Claims;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Labels and answers that number the classes in another order than the class space.</summary>
public sealed class ClassOrderTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public async Task The_list_of_the_validation_set_in_the_challenges_order_is_refused_with_its_cause()
    {
        var list = Twenty.Case("30-list-in-challenge-order/imagenet2012_val_list.txt");

        var refused = await Should.ThrowAsync<DatasetImportException>(() => LabelTargets.FromListAsync(list));

        refused.Code.ShouldBe("dataset-labels-contradict");
        refused.Message.ShouldContain("50,000 of 50,000 labels");
        refused.Message.ShouldContain("val/ILSVRC2012_val_00000001.JPEG is n01751748 (65), and its label is");
        refused.Message.ShouldContain("in the ILSVRC challenge's own order of classes");
    }

    [Fact]
    public async Task The_known_labels_are_those_of_the_derived_list()
    {
        var target = await LabelTargets.ValAsync();

        target.Manifest.Images.ShouldAllBe(image => ValLabels.Of(image.Path) == image.OriginalClass);
    }

    [Theory]
    [InlineData("counted from 1", 5)]
    [InlineData("sorted as text", 5)]
    [InlineData("ILSVRC challenge", 40)]
    public async Task A_few_images_are_enough_to_see_an_order(string words, int images)
    {
        var order = ClassOrders.MistakenFor(ImageNet1kClasses.Space).First(order => order.Words.Contains(words, StringComparison.Ordinal));
        var lines = Enumerable
            .Range(1, images)
            .Select(number =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"ILSVRC2012_val_{number:D8}.JPEG {Array.IndexOf(order.Meant, ValLabels.Of($"ILSVRC2012_val_{number:D8}"))}"
                )
            )
            .ToArray();

        (await Should.ThrowAsync<DatasetImportException>(() => LabelTargets.FromLinesAsync(_folder, lines))).Message.ShouldContain(words);
    }

    [Fact]
    public async Task Numbers_from_1_to_the_count_of_classes_name_their_cause_in_lists_and_in_label_sets()
    {
        var lines = Enumerable.Range(0, 6).Select(i => $"{i}.JPEG,{(i == 0 ? 1000 : i)}").ToArray();
        var target = await MadeAsync(6, i => i);
        var labels = _folder.Write("from-one.csv", "file_name,label\n" + string.Join('\n', lines));

        var list = await Should.ThrowAsync<DatasetImportException>(() => ImportAsync(lines));
        var set = await Should.ThrowAsync<LabelSetException>(() => LabelsAsync(labels, target));

        list.Message.ShouldEndWith(
            "'1000' (line 1). They go from 1 to 1000 and look counted from 1: the first class is 0. Take 1 from each"
        );
        set.Message.ShouldEndWith(
            "'1000' of 0.JPEG (line 2). They go from 1 to 1000 and look counted from 1: the first class is 0. Take 1 from each"
        );
    }

    [Fact]
    public async Task An_id_in_another_case_in_a_list_is_refused_with_the_one_that_is_meant() =>
        (await Should.ThrowAsync<DatasetImportException>(() => ImportAsync(["a.JPEG,N01440764"]))).Message.ShouldEndWith(
            "'N01440764' (line 1). Write ids as the classes have them, 'n01440764'"
        );

    [Fact]
    public async Task A_path_that_names_another_class_than_the_label_is_refused_or_doubted()
    {
        var lines = Enumerable
            .Range(0, 12)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{ImageNet1kClasses.Space[i].Id}/x{i}.JPEG {(i < 2 ? 500 + i : i)}"))
            .ToArray();
        var wrong = lines.Select((line, i) => $"{line.Split(' ')[0]} {(i * 37 + 400) % 1000}").ToArray();

        (await ImportAsync(lines))
            .Checks.ShouldHaveSingleItem()
            .Message.ShouldStartWith(
                "2 of 12 labels contradict what their images' paths say: n01440764/x0.JPEG is n01440764 (0), and its label is"
            );
        (await Should.ThrowAsync<DatasetImportException>(() => ImportAsync(wrong))).Code.ShouldBe("dataset-labels-contradict");
    }

    [Fact]
    public async Task A_folder_that_names_another_class_than_the_number_of_its_validation_image_is_refused_or_doubted()
    {
        var lines = Enumerable
            .Range(1, 12)
            .Select(number =>
            {
                var (name, label) = ($"ILSVRC2012_val_{number:D8}.JPEG", ValLabels.Of($"ILSVRC2012_val_{number:D8}")!.Value);
                return (Right: $"{ImageNet1kClasses.Space[label].Id}/{name} {label}", Wrong: $"n15075141/{name} {label}");
            })
            .ToArray();

        (await ImportAsync([.. lines.Select(line => line.Right)])).Checks.ShouldBeEmpty();
        (await ImportAsync([lines[0].Wrong, .. lines.Skip(1).Select(line => line.Right)]))
            .Checks.ShouldHaveSingleItem()
            .Message.ShouldStartWith("1 of 12 labels contradict what their images' paths say: n15075141/ILSVRC2012_val_00000001.JPEG is");
        (await Should.ThrowAsync<DatasetImportException>(() => ImportAsync([.. lines.Select(line => line.Wrong)]))).Code.ShouldBe(
            "dataset-labels-contradict"
        );
    }

    [Fact]
    public async Task A_label_set_in_another_order_than_the_datasets_own_labels_is_refused()
    {
        var target = await MadeAsync(60, i => i % 40);
        var shifted = _folder.Write(
            "shifted.csv",
            "file_name,label\n" + string.Join('\n', Enumerable.Range(0, 60).Select(i => $"{i}.JPEG,{i % 40 + 1}"))
        );
        var strange = _folder.Write(
            "strange.csv",
            "file_name,label\n" + string.Join('\n', Enumerable.Range(0, 60).Select(i => $"{i}.JPEG,{i * i % 991 + 3}"))
        );
        var half = _folder.Write(
            "half.csv",
            "file_name,label\n" + string.Join('\n', Enumerable.Range(0, 60).Select(i => $"{i}.JPEG,{(i < 20 ? i % 40 : i * i % 991 + 3)}"))
        );

        (await Should.ThrowAsync<LabelSetException>(() => LabelsAsync(shifted, target))).Message.ShouldContain(
            "agrees with the dataset's own labels on 0 of 60 images, and on 60 if its numbers are classes counted from 1"
        );
        (await Should.ThrowAsync<LabelSetException>(() => LabelsAsync(strange, target))).Code.ShouldBe("label-set-contradicts");
        (await LabelsAsync(strange, target, disagrees: true)).Checks.ShouldHaveSingleItem().Code.ShouldBe("labels-disagree");
        await Should.ThrowAsync<LabelSetException>(() => LabelsAsync(shifted, target, disagrees: true));
        (await LabelsAsync(half, target)).Checks.ShouldHaveSingleItem().Code.ShouldBe("labels-disagree");
    }

    [Theory]
    [InlineData("class-order-doubtful", "counted from 1")]
    [InlineData("class-order-doubtful", "challenge")]
    [InlineData("row-order-doubtful", "one row late")]
    [InlineData("answers-constant", "do not depend")]
    [InlineData("answers-at-chance", "guessing")]
    [InlineData(null, "")]
    public async Task Answers_in_another_order_are_doubted(string? code, string words)
    {
        var target = await MadeAsync(200, i => i * 7 % 900);
        var order = ClassOrders
            .MistakenFor(target.Classes)
            .FirstOrDefault(order => order.Words.Contains(words, StringComparison.Ordinal) && code == "class-order-doubtful");
        ushort Answer(int image)
        {
            var label = target.Manifest.Images[image].Classes[0];
            // In no turns that processes take, and of no image's class.
            if (image % 11 < 3)
                return (ushort)(code == "answers-constant" ? 999 : 900 + image / 2);
            return code switch
            {
                "class-order-doubtful" => (ushort)Array.IndexOf(order!.Meant, label),
                "row-order-doubtful" => target.Manifest.Images[(image + 1) % 200].Classes[0],
                "answers-constant" => 999,
                "answers-at-chance" => (ushort)(label * 31 % 997),
                _ => label,
            };
        }

        var checks = AnswerChecks.Of(
            new Answers([.. Enumerable.Range(0, 200).Select(Answer)], 1, 1000, RanksOnly: true, Verified: false),
            target
        );

        if (code is null)
            checks.ShouldBeEmpty();
        else
        {
            checks.ShouldHaveSingleItem().Code.ShouldBe(code);
            checks[0].Message.ShouldContain(words);
        }
    }

    [Theory]
    [InlineData("resnet50")]
    [InlineData("vgg16")]
    public async Task An_honest_model_is_not_doubted(string model)
    {
        var target = await LabelTargets.ValAsync();
        var read = await Twenty.SubmitAsync(
            target,
            "topk-npy",
            SharedFolder.Require($"predictions/top5/val/{model}.npy"),
            SharedFolder.Require("labels/cleanlab/imagenet_val_set_index_to_filepath.json")
        );

        read.Doubts(target).ShouldBeEmpty();
    }

    Task<LabelTarget> MadeAsync(int count, Func<int, int> label) =>
        LabelTargets.FromLinesAsync(
            _folder,
            [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}.JPEG {label(i)}"))]
        );

    async Task<ImportedDataset> ImportAsync(string[] lines) =>
        await DatasetImporter.ImportAsync(
            _folder.Write("list.txt", string.Join('\n', lines)),
            new DatasetImportOptions { Layout = "csv", DatasetsRoot = _folder.Path },
            null,
            TestContext.Current.CancellationToken
        );

    static async Task<ImportedLabelSet> LabelsAsync(string path, LabelTarget target, bool disagrees = false)
    {
        var name = Path.GetFileName(path);
        var stop = TestContext.Current.CancellationToken;
        return (await LabelImporter.ImportAsync(path, name, "csv", "set", null, target, columns: null, disagrees, stop))[0];
    }

    public void Dispose() => _folder.Dispose();
}
