using System.Text.RegularExpressions;
using Bench.Api.Demo.Classifiers;

namespace Bench.Tests.EndToEnd;

/// <summary>The README's commands, run as they are.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_commands_that_submit_a_model_run_from_top_to_bottom_as_they_are_written()
    {
        Command.SkipWithout("curl", "jq", "python3");
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var folder = new TempFolder();
        DrawnDemo.LeaveIn(app.DataDirectory, 20, DemoClassifier.All[1]);
        Directory.CreateSymbolicLink(folder["data"], app.DataDirectory);

        var said = await RunAsync(
            folder.Path,
            (Block("## Submit a model") + Block("The same in Python"))
                .Replace("http://localhost:5080", app.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
                .Replace("clients/python/src", Path.Combine(Checkout.Root, "clients", "python", "src"), StringComparison.Ordinal)
        );

        said.ShouldContain("\"state\":\"completed\"");
        said.ShouldContain("\"model\": \"My first model\"");
        said.ShouldContain("\"rank\": 1,");
        said.ShouldMatch(@"(?m)^rank +model +top1");
    }

    [Fact]
    public async Task The_command_without_a_server_runs_as_it_is_written()
    {
        using var folder = new TempFolder();
        DrawnDemo.LeaveIn(folder["data"], 20, DemoClassifier.All[1]);

        var said = await RunAsync(
            folder.Path,
            Block("## Without a server")
                .Replace(
                    "dotnet run --project Bench.Workers --",
                    $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Bench.Workers.dll")}'",
                    StringComparison.Ordinal
                )
        );

        said.ShouldContain("20 images, 10 classes");
        File.Exists(folder["data/predictions.npz"]).ShouldBeTrue();
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
            Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value))
                .ShouldBeTrue($"{document} links to {link.Groups[1].Value}");
    }

    /// <summary>The first block of commands below a heading, or words before it.</summary>
    static string Block(string heading) =>
        BashBlock().Match(Readme()[Readme().IndexOf(heading, StringComparison.Ordinal)..]).Groups[1].Value;

    static Task<string> RunAsync(string folder, string script) => Command.RunAsync(folder, "bash", ["-euo", "pipefail", "-c", script]);

    static string Readme() => File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

    [GeneratedRegex(@"```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Link();
}
