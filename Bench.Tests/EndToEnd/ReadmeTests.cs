using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Api.Demo;
using Bench.Api.Demo.Pictures;
using Bench.Tests.Fixtures;
using Bench.Workers.Inference.Onnx;

namespace Bench.Tests.EndToEnd;

/// <summary>The README's commands, run as they stand there.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_commands_that_submit_a_model_do_what_they_say()
    {
        Command.SkipWithout("curl");
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        DemoDataset.Draw(app.DatasetsRoot, count: 20, _ => { });
        Directory.Move(Path.Combine(app.DatasetsRoot, DemoDataset.Folder), Path.Combine(app.DatasetsRoot, "pets"));
        using var folder = new TempFolder();
        Directory.CreateSymbolicLink(folder["data"], app.DataDirectory);
        AveragingModel().Save(folder["model.onnx"]);
        var steps = Steps();
        steps.Length.ShouldBe(5);
        var setUp = steps[0].Replace("http://localhost:5080", app.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);

        Json(await RunAsync(setUp, steps[1])).GetProperty("key").GetString().ShouldBe("pets");
        await client.UntilAsync("datasets/pets", dataset => dataset.GetProperty("state").GetString() == "ready");
        var model = Json(await RunAsync(setUp, steps[2])).GetProperty("id").GetString();
        var evaluation = Json(await RunAsync(setUp, $"MODEL={model}", steps[3])).GetProperty("items")[0].GetProperty("id").GetString();
        var followed = await RunAsync(setUp, $"EVALUATION={evaluation}", steps[4]);

        followed.ShouldContain("\"state\":\"completed\"");
        followed.ShouldContain("\"name\":\"ResNet-50\"");

        Task<string> RunAsync(params string[] script) => Command.RunAsync(folder.Path, "bash", ["-euo", "pipefail", "-c", string.Join('\n', script)]);
    }

    [Fact]
    public void The_first_two_commands_are_all_that_it_takes()
    {
        var first = BashBlock().Match(Readme()).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        first.Select(line => line.Split('#')[0].Trim()).ShouldBe(["dotnet run --project Bench.Api -- --demo", "dotnet test"]);
    }

    [Fact]
    public void Every_file_that_the_documents_link_to_is_there()
    {
        foreach (var document in Checkout.Files().Where(file => Path.GetExtension(file) == ".md"))
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
                Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value)).ShouldBeTrue($"{document} links to {link.Groups[1].Value}");
    }

    /// <summary>Setting up, then one step a number.</summary>
    static string[] Steps()
    {
        var section = Readme()[Readme().IndexOf("## Submit a model", StringComparison.Ordinal)..];
        return StepStart().Split(BashBlock().Match(section).Groups[1].Value);
    }

    static string Readme() => File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

    static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    /// <summary>Ten classes from the mean colour of a picture: it knows nothing, and is a model.</summary>
    static OnnxModelBuilder AveragingModel() => new OnnxModelBuilder()
        .Input("pixels", OnnxElementType.Float, "N", 3, 224, 224)
        .Output("logits", OnnxElementType.Float, "N", 10)
        .Initializer<float>("weights", [.. Enumerable.Range(0, 30).Select(i => MathF.Sin(i))], 10, 3)
        .Node("GlobalAveragePool", ["pixels"], ["means"])
        .Node("Flatten", ["means"], ["colour"])
        .Node("Gemm", ["colour", "weights"], ["logits"], OnnxModelBuilder.Attribute("transB", 1L));

    [GeneratedRegex(@"```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();

    [GeneratedRegex(@"^# \d\. .*\n", RegexOptions.Multiline)]
    private static partial Regex StepStart();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Link();
}
