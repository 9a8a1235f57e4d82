using Bench.Api.Demo;
using Bench.Api.Demo.Classifiers;
using Bench.Api.Demo.Pictures;
using Bench.Data.Predictions;
using Bench.Onnx.Admission;
using Bench.Onnx.Model;

namespace Bench.Tests.EndToEnd;

/// <summary><c>evaluate</c> without a server, as a process.</summary>
public sealed class EvaluateCommandTests : IDisposable
{
    const int Pictures = 40;

    static readonly DemoClassifier Classifier = DemoClassifier.All[^1];

    readonly TempFolder _folder = new();

    public EvaluateCommandTests()
    {
        DrawnDemo.CopyTo(_folder["datasets"], Pictures);
        File.WriteAllBytes(_folder["model.onnx"], DrawnDemo.Model(Classifier));
        File.WriteAllText(_folder["manifest.json"], System.Text.Json.JsonSerializer.Serialize(Classifier.Manifest));
    }

    string[] Arguments =>
        [
            "evaluate",
            "--model",
            _folder["model.onnx"],
            "--manifest",
            _folder["manifest.json"],
            "--dataset",
            Path.Combine(_folder["datasets"], DemoDataset.Folder),
            "--classes",
            "from-folders",
            "--cache",
            _folder["cache"],
        ];

    public void Dispose() => _folder.Dispose();

    [Fact, Long]
    public async Task Its_scores_are_those_of_the_service()
    {
        var here = await WorkerCommand.RunAsync([
            .. Arguments,
            "--no-doctor",
            "--json",
            "--predictions",
            _folder["predictions.npz"],
            "--labels",
            $"mine=csv:{ListOfLabels()}",
        ]);

        here.ExitCode.ShouldBe(0, here.Errors);
        here.Errors.ShouldContain("running the model");
        var report = here.Json;
        report.GetProperty("labelSets").EnumerateArray().Select(set => set.GetProperty("key").GetString()).ShouldBe(["original", "mine"]);
        report.GetProperty("record").GetProperty("cage").GetString().ShouldBeOneOf("bubblewrap", "rlimits");
        PredictionFile.Read(_folder["predictions.npz"]).Arrays.Rows.ShouldBe(Pictures);

        await using var app = await BenchApp.StartAsync(
            Database.Sqlite,
            ("Bench:DatasetsRoot", _folder["datasets"]),
            ("Bench:Inference:Doctor", "false")
        );
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        await client.RegisterAsync("demo", DemoDataset.Folder, "from-folders");
        var there = await client.CompletedAsync(
            await client.AskAsync(await client.UploadModelAsync(_folder["model.onnx"], Classifier.Manifest), "demo")
        );
        Scores(report.GetProperty("labelSets")[0].GetProperty("scores")).ShouldBe(Scores(there.GetProperty("scores")));
    }

    [Fact, Long]
    public async Task A_person_gets_a_table_and_the_cache_is_used_again()
    {
        var table = await WorkerCommand.RunAsync(Arguments);

        table.ExitCode.ShouldBe(0, table.Errors);
        table.Output.ShouldContain("labels: original");
        table.Output.ShouldMatch(@"Top-1 +│ +[0-9.]+ % │ +[0-9.]+ % – [0-9.]+ % │ +40");
        table.Output.ShouldContain("more metrics with --all");
        Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories).ShouldNotBeEmpty();
        var crops = Directory.GetFiles(Path.Combine(_folder["cache"], "crops"), "*", SearchOption.AllDirectories).Length;

        (await WorkerCommand.RunAsync([.. Arguments, "--no-doctor", "--all"])).Output.ShouldContain("Brier resolution");

        Directory.GetFiles(Path.Combine(_folder["cache"], "crops"), "*", SearchOption.AllDirectories).Length.ShouldBe(crops);
    }

    [Fact, Long]
    public async Task However_the_work_is_cut_the_predictions_are_the_same_bytes_padded_tail_included()
    {
        // A batch of its own, so that no measurement chooses one; 40 pictures are 13 batches of 3 and a tail of 1.
        await File.WriteAllBytesAsync(
            _folder["model.onnx"],
            new OnnxModelBuilder()
                .Input("x", OnnxElementType.Float, 3, 3, 16, 16)
                .Initializer<float>("w", [.. Enumerable.Range(0, 30).Select(i => i % 7 - 3f)], 3, 10)
                .Node("GlobalAveragePool", ["x"], ["pooled"])
                .Node("Flatten", ["pooled"], ["colour"])
                .Node("MatMul", ["colour", "w"], ["logits"])
                .Output("logits", OnnxElementType.Float, 3, 10)
                .ToArray()
        );
        await File.WriteAllTextAsync(_folder["manifest.json"], """{"preprocessing": {"input_size": [3, 16, 16]}}""");
        foreach (var size in new[] { "1000", "7" })
        {
            var run = await WorkerCommand.RunAsync(
                [("Bench:Inference:ShardSize", size)],
                [.. Arguments, "--no-doctor", "--json", "--predictions", _folder[size]]
            );
            run.ExitCode.ShouldBe(0, run.Errors);
            run.Json.GetProperty("record").GetProperty("batch").GetInt32().ShouldBe(3);
        }

        File.ReadAllBytes(_folder["7"]).ShouldBe(File.ReadAllBytes(_folder["1000"]));
    }

    [Theory]
    [InlineData("--model", "nothing.onnx", "file-missing")]
    [InlineData("--dataset", "nowhere", "dataset-missing")]
    [InlineData("--labels", "real-jason:x.json", "label-set-format-unknown")]
    [InlineData("--labels", "real-json:x.json", "file-missing")]
    [InlineData("--layout", "origami", "dataset-invalid")]
    [InlineData("--manifest", "bad", "manifest-invalid")]
    [InlineData("--model", "text", "model-invalid")]
    public async Task What_cannot_be_done_ends_with_a_code_for_scripts_and_a_next_step(string option, string value, string code)
    {
        if (value == "bad")
            File.WriteAllText(value = _folder["bad.json"], """{"preprocessing": {"crop_pct": 7}, "backgroundClass": -2}""");
        if (value == "text")
            File.WriteAllText(value = _folder["text.onnx"], "no model");
        var arguments = Arguments.ToList();
        var place = arguments.IndexOf(option);
        if (place < 0)
            arguments.AddRange([option, value]);
        else
            arguments[place + 1] = value;

        var refused = await WorkerCommand.RunAsync([.. arguments, "--json"]);

        refused.ExitCode.ShouldBe(1, refused.Output);
        refused.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
        refused.Json.GetProperty("error").GetProperty("nextStep").GetString().ShouldNotBeNullOrEmpty();
        refused.Errors.ShouldContain($"{code}: ");
    }

    /// <summary>Every picture with its own folder as its label, as a file.</summary>
    string ListOfLabels()
    {
        var root = Path.Combine(_folder["datasets"], DemoDataset.Folder);
        var rows = Directory
            .GetFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".png" or ".jpg" or ".jpeg" or ".JPEG")
            .Select(file => $"{Path.GetRelativePath(root, file)},{Path.GetFileName(Path.GetDirectoryName(file))}");
        File.WriteAllLines(_folder["labels.csv"], rows.Prepend("file_name,label"));
        return _folder["labels.csv"];
    }

    static List<string> Scores(System.Text.Json.JsonElement scores) =>
        [
            .. scores
                .EnumerateArray()
                .Select(score =>
                    $"{score.GetProperty("metric").GetString()} {score.GetProperty("value").GetDouble():R} "
                    + $"{score.GetProperty("n").GetInt32()}"
                )
                .Order(StringComparer.Ordinal),
        ];
}
