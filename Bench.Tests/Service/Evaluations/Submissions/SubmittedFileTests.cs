using Bench.Data.Predictions;
using Bench.Metrics.Predicted;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Submissions;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Service.Evaluations.Submissions;

public sealed partial class SubmittedFileTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("ResNet50.csv", 38_065)]
    [InlineData("ViT.csv", 39_003)]
    public async Task Published_predictions_are_right_as_often_as_published(string file, int right)
    {
        var target = await LabelTargets.ValAsync();
        var predictions = (
            await SubmissionReader.ReadAsync(
                new SubmissionFile
                {
                    Format = "csv",
                    Path = SharedFolder.Require($"predictions/{file}"),
                    Target = target,
                },
                TestContext.Current.CancellationToken
            )
        ).Predictions;
        predictions.Content.ShouldBe(PredictionContent.TopConfidence);
        Right(predictions, target).ShouldBe(right);
    }

    [Theory]
    [InlineData("val/resnet50.npy", "cleanlab/imagenet_val_set_index_to_filepath.json", 38_065)]
    [InlineData("val/resnet18.npy", "cleanlab/imagenet_val_set_index_to_filepath.json", 34_879)]
    [InlineData("v2-matched-frequency/resnet50.npy", "imagenetv2/imagenetv2-b-33.json", 6_333)]
    public async Task Top_five_arrays_join_through_their_order_file(string file, string order, int right)
    {
        var target = file.StartsWith("val", StringComparison.Ordinal)
            ? await LabelTargets.ValAsync()
            : await LabelTargets.FromListAsync(SharedFolder.Require($"labels/{order}"));
        var predictions = (
            await SubmissionReader.ReadAsync(
                new SubmissionFile
                {
                    Format = "topk-npy",
                    Path = SharedFolder.Require($"predictions/top5/{file}"),
                    OrderPath = SharedFolder.Require($"labels/{order}"),
                    Target = target,
                },
                TestContext.Current.CancellationToken
            )
        ).Predictions;
        predictions.Content.ShouldBe(PredictionContent.Ranks);
        predictions.HeadSize.ShouldBe(5);
        Right(predictions, target).ShouldBe(right);

        // What is stored of it says the same.
        var stored = Path.Combine(_folder.Path, "stored.npz");
        StoredPredictions.Write(predictions, stored, target.ManifestHash, target.Classes.Key);
        PredictionFile.Read(stored).ToPredictions().TopClass.ToArray().ShouldBe(predictions.TopClass.ToArray());
    }

    [Fact]
    public async Task Rows_of_a_csv_come_into_image_order()
    {
        var predictions = await CsvAsync(
            "predicted_probability,file_name,predicted_class\n0.25,val/n0/b.JPEG,n01443537\n1,c.JPEG,2\n0.5,a.JPEG,0\n"
        );
        predictions.TopClass.ToArray().ShouldBe([0, 1, 2]);
        predictions.TopLogit.ToArray().Select(l => MathF.Exp(l)).ShouldBe([0.5f, 0.25f, 1]);
        predictions.LogSumExp.ToArray().ShouldBe([0, 0, 0]);
        predictions.TopLogit.ToArray().ShouldAllBe(l => float.IsFinite(l));
    }

    [Theory]
    [InlineData("a.JPEG,0,0.5\nb.JPEG,1,0.5\n", "predictions-image-missing", "1 image of the dataset has no prediction: c.JPEG")]
    [InlineData(
        "a.JPEG,0,0.5\nb.JPEG,1,0.5\nc.JPEG,1,0.5\na.JPEG,1,0.5\n",
        "predictions-image-repeated",
        "1 image is predicted more than once: a.JPEG"
    )]
    [InlineData(
        "a.JPEG,0,0.5\nb.JPEG,1,0.5\nz.JPEG,1,0.5\n",
        "predictions-image-unknown",
        "1 predicted image is not in the dataset: z.JPEG"
    )]
    [InlineData(
        "a.JPEG,1000,0.5\nb.JPEG,-1,0.5\nc.JPEG,1,0.5\n",
        "predictions-class-unknown",
        "2 predicted classes are neither ids nor indices (0 to 999) of 'imagenet-1k': '1000' of a.JPEG (line 2), '-1' of b.JPEG (line 3)"
    )]
    [InlineData(
        "a.JPEG,0,1.5\nb.JPEG,1,NaN\nc.JPEG,1,x\n",
        "predictions-probability-invalid",
        "3 probabilities are not numbers from 0 to 1: '1.5' of a.JPEG (line 2), 'NaN' of b.JPEG (line 3), 'x' of c.JPEG (line 4)"
    )]
    [InlineData("a.JPEG,0\n", "predictions-invalid", "the file, line 2")]
    public async Task A_wrong_csv_is_refused_with_counts_and_names(string rows, string code, string message)
    {
        var refused = await Should.ThrowAsync<SubmissionException>(() =>
            CsvAsync("file_name,predicted_class,predicted_probability\n" + rows)
        );
        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_csv_without_its_header_is_refused() =>
        (await Should.ThrowAsync<SubmissionException>(() => CsvAsync("a.JPEG,0,0.5\n"))).Message.ShouldBe(
            "the first line is 'a.JPEG,0,0.5'; the header file_name,predicted_class,predicted_probability is expected"
        );

    [Fact]
    public async Task An_npz_is_read_in_the_dataset_order_or_in_that_of_its_order_file()
    {
        var target = await TargetAsync();
        var path = Npz(target.ManifestHash);
        (await NpzAsync(path, null, target)).TopClass.ToArray().ShouldBe([0, 1, 2, 3, 4, 5]);
        var order = _folder.Write("order.txt", "c.JPEG\na.JPEG 0\nfolder/b.JPEG\n");
        var sorted = await NpzAsync(path, order, target);
        sorted.TopClass.ToArray().ShouldBe([2, 3, 4, 5, 0, 1]);
        sorted.TopLogit.ToArray().ShouldBe([2, 1, 3, 1, 1, 0]);
        sorted.LogSumExp.ToArray().ShouldBe([5, 6, 4]);

        (await RefusedAsync(() => NpzAsync(Npz("another"), null, target))).ShouldBe(
            ("predictions-order-missing", "meta.json has the image order of another dataset or version: add an order file")
        );
        (await RefusedAsync(() => NpzAsync(path, _folder.Write("order.txt", "a.JPEG\nb.JPEG\n"), target))).ShouldBe(
            (
                "predictions-invalid",
                "the order file names 2 images for 3 rows. The last batch may have been filled up: leave out the rows that were added"
            )
        );
        (await RefusedAsync(() => NpzAsync(_folder.Write("text.npz", "not a zip"), null, target))).ShouldBe(
            ("predictions-invalid", "the file is not an npz archive")
        );
    }

    [Fact]
    public async Task Equal_logits_may_stand_in_any_order()
    {
        var target = await TargetAsync();
        var path = Path.Combine(_folder.Path, "ties.npz");
        StoredPredictions.Write(
            new Predictions
            {
                Count = 3,
                Classes = 1000,
                HeadSize = 3,
                TopClass = new ushort[] { 9, 4, 7, 3, 8, 2, 5, 6, 1 },
                TopLogit = new float[] { 1, 1, 0, 2, 1, 1, 3, 3, 3 },
                LogSumExp = new float[] { 4, 5, 6 },
            },
            path,
            target.ManifestHash,
            "imagenet-1k"
        );

        (await NpzAsync(path, null, target)).TopClass.ToArray().ShouldBe([4, 9, 7, 3, 2, 8, 1, 5, 6]);
    }

    [Theory]
    [InlineData(-0.25f, -0.25f, null)]
    [InlineData(0.7f, 0.7001f, null)]
    [InlineData(1e6f, 65504f, null)]
    [InlineData(0.7f, 0.71f, "row 1: logits has 0.71 for class 2, topk_logit 0.7")]
    public async Task Logits_that_contradict_the_ranked_ones_are_refused(float head, float tail, string? message)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 0");
        var path = Path.Combine(_folder.Path, "both.npz");
        // Half holds 0.7 to 0.0003, and nothing above 65,504.
        var logits = new Half[2 * 1000];
        Array.Fill(logits, (Half)(-10));
        (logits[1], logits[1002]) = ((Half)1, (Half)tail);
        var others = 999 * Math.Exp(-10);
        StoredPredictions.Write(
            new Predictions
            {
                Count = 2,
                Classes = 1000,
                HeadSize = 1,
                TopClass = new ushort[] { 1, 2 },
                TopLogit = new[] { 1, head },
                LogSumExp = new[] { (float)Math.Log(Math.E + others), (float)(head + Math.Log(1 + others * Math.Exp(-head))) },
                Logits = logits,
            },
            path,
            target.ManifestHash,
            "imagenet-1k"
        );

        if (message is null)
            (await NpzAsync(path, null, target)).Content.ShouldBe(PredictionContent.Full);
        else
            (await RefusedAsync(() => NpzAsync(path, null, target))).ShouldBe(("predictions-invalid", message));
    }

    [Fact]
    public async Task Top_k_arrays_need_an_order_and_classes_in_range()
    {
        var target = await TargetAsync();
        var order = _folder.Write("order.json", """["c.JPEG", "a.JPEG", "b.JPEG"]""");
        (await TopKAsync(Npy("<i8", "(3, 2)", [0L, 1, 2, 3, 4, 5]), order, target)).TopClass.ToArray().ShouldBe([2, 3, 4, 5, 0, 1]);
        (await TopKAsync(Npy("<i4", "(3, 1)", [7, 8, 9]), order, target)).TopClass.ToArray().ShouldBe([8, 9, 7]);
        (await RefusedAsync(() => TopKAsync(Npy("<i8", "(3, 1)", [1L, 2, 3]), null, target))).Code.ShouldBe("predictions-order-missing");
        (await RefusedAsync(() => TopKAsync(Npy("<i8", "(3, 1)", [1L, 1000, -1]), order, target))).ShouldBe(
            ("predictions-class-unknown", "2 predicted classes are not from 0 to 999: 1000 (row 1), -1 (row 2)")
        );
        (await RefusedAsync(() => TopKAsync(Npy("<i8", "(3, 2)", [1L, 2, 3, 3, 4, 5]), order, target))).ShouldBe(
            ("predictions-invalid", "1 class appears twice in its row: 3 (row 1)")
        );
        (await RefusedAsync(() => TopKAsync(Npy("<i8", "(3,)", [1L, 2, 3]), order, target))).ShouldBe(
            (
                "predictions-invalid",
                "the array has shape (3); [N, k] with k up to 100 is expected. For the best class alone save it as [N, 1]: "
                    + "array.reshape(-1, 1)"
            )
        );
        (await RefusedAsync(() => TopKAsync(Npy("<i8", "(3, 2)", [1L, 2, 3]), order, target))).ShouldBe(
            ("predictions-invalid", "the array has fewer bytes than its shape (3, 2) says")
        );
        (await RefusedAsync(() => TopKAsync(Npy("<i8", "(2, 1)", [1L, 2, 3]), order, target))).ShouldBe(
            ("predictions-invalid", "the array has more bytes than its shape says")
        );
    }

    [Fact]
    public async Task An_unknown_format_is_refused()
    {
        var target = await TargetAsync();
        (
            await RefusedAsync(() =>
                SubmissionReader.ReadAsync(
                    new SubmissionFile
                    {
                        Format = "pickle",
                        Path = "x",
                        Target = target,
                    },
                    TestContext.Current.CancellationToken
                )
            )
        ).ShouldBe(("predictions-format-unknown", "there is no predictions format 'pickle'; known are csv, npz, topk-npy"));
    }

    public void Dispose() => _folder.Dispose();
}
