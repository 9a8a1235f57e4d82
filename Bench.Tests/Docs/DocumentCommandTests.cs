using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Bench.Tests.Api;
using Bench.Workers;

namespace Bench.Tests.Docs;

/// <summary>The commands of the documents: each is run by a test, or says that it is not.</summary>
public sealed partial class DocumentCommandTests(BenchApps apps) : IClassFixture<BenchApps>
{
    /// <summary>Documents whose every block another test runs: ReadmeTests, PythonDocumentTests, OperatorCommandTests.</summary>
    static readonly string[] RunElsewhere = ["README.md", "docs/from-pytorch.md", "docs/operate.md"];

    /// <summary>Answers to a command that is written wrongly. Any other refusal is about what is not here.</summary>
    static readonly string[] Misunderstood =
    [
        "request-invalid",
        "not-found",
        "method-not-allowed",
        "media-type-unsupported",
        "form-invalid",
        "query-invalid",
        "manifest-invalid",
        "key-missing",
        "key-unknown",
        "key-role",
    ];

    static readonly List<(string Document, string Language, string Code)> Blocks =
    [
        .. new[]
        {
            "README.md",
            "docs",
            "clients/README.md",
            "clients/python/README.md",
            "clients/csharp/README.md",
            "clients/typescript/README.md",
        }
            .Select(path => Path.Combine(Checkout.Root, path))
            .SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path, "*.md") : [path])
            .SelectMany(path =>
                Block()
                    .Matches(File.ReadAllText(path))
                    .Where(block => !block.Groups["after"].Value.StartsWith("*Not run:", StringComparison.Ordinal))
                    .Select(block =>
                        (
                            Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'),
                            block.Groups["language"].Value,
                            block.Groups["code"].Value
                        )
                    )
            ),
    ];

    [Fact]
    public void Every_block_of_commands_is_run_by_a_test_or_says_that_it_is_not() =>
        Blocks
            .Where(block => !RunElsewhere.Contains(block.Document) && !IsForTheService(block) && !IsPythonAlone(block))
            .Select(block => $"{block.Document}: {block.Code.Split('\n')[0]}")
            .ShouldBeEmpty();

    [Fact]
    public async Task The_service_understands_every_command_that_asks_it()
    {
        Command.SkipWithout("curl", "jq", "bash");
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var (model, evaluation) = await EvaluatedAsync(app, client);
        using var folder = new TempFolder();
        var blocks = Blocks.Where(block => !RunElsewhere.Contains(block.Document) && IsForTheService(block)).ToList();
        foreach (var file in blocks.SelectMany(block => SentFile().Matches(block.Code)).Select(match => match.Groups[1].Value).Distinct())
            folder.Write(file, "sent");

        blocks.Count(block => block.Code.Contains("curl ", StringComparison.Ordinal)).ShouldBeGreaterThan(8);
        foreach (var (document, _, code) in blocks)
        {
            var script = Placeholder().Replace(code, model);
            var said = await Command.RunAsync(
                folder.Path,
                "bash",
                [
                    "-uc",
                    $"curl() {{ command curl -sS -w '\\nSTATUS %{{http_code}}\\n' \"$@\"; }}\n"
                        + $"Bench.Workers() {{ :; }}\ndotnet() {{ :; }}\n{script}",
                ],
                ("BENCH", $"{app.Address}api/v1"),
                ("KEY", app.OperatorKey),
                ("EVALUATION", evaluation),
                ("WEBHOOK", $"{Guid.NewGuid()}"),
                ("BENCH_LOG_PUBLIC_KEY", "")
            );
            foreach (Match status in Status().Matches(said))
                int.Parse(status.Groups[1].Value).ShouldBeInRange(200, 499, $"{document}: {code}\n{said}");
            Code()
                .Matches(said)
                .Select(match => match.Groups[1].Value)
                .Intersect(Misunderstood)
                .ShouldBeEmpty($"{document}: {code}\n{said}");
        }
    }

    [Fact]
    public void Every_verb_of_the_worker_takes_the_arguments_that_it_is_shown_with()
    {
        var commands = Blocks
            .SelectMany(block =>
                block.Code.Split('\n').Select(line => (block.Document, Line: WorkerProgram().Replace(line, "Bench.Workers ")))
            )
            .Where(command => command.Line.StartsWith("Bench.Workers ", StringComparison.Ordinal) && !command.Line.EndsWith('\\'))
            .ToList();

        commands.Count.ShouldBeGreaterThan(2);
        foreach (var (document, line) in commands)
            WorkerCommands.Root().Parse(Comment().Replace(line["Bench.Workers ".Length..], "")).Errors.ShouldBeEmpty($"{document}: {line}");
    }

    static bool IsForTheService((string Document, string Language, string Code) block) =>
        block.Language == "bash"
        && FirstWord()
            .Matches(block.Code)
            .Select(match => match.Value)
            .All(word =>
                word is "curl" or "Bench.Workers" || block.Code.StartsWith("dotnet run --project Bench.Workers", StringComparison.Ordinal)
            );

    /// <summary>A definition that stands for itself: WebhookTests holds the service to the same rules.</summary>
    static bool IsPythonAlone((string Document, string Language, string Code) block) =>
        block is { Document: "docs/webhooks.md", Language: "python" };

    static async Task<(string Model, string Evaluation)> EvaluatedAsync(BenchApp app, HttpClient client)
    {
        await TinyDataset.ImportAsync(app, client, "imagenet-val", "n01440764", "n01443537", "imagenet-1k");
        using var created = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "documented", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(1000, seed: 91))
        );
        var model = (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        using var started = await client.PostAsJsonAsync(
            "/api/v1/evaluations",
            new { modelId = model, datasets = new[] { "imagenet-val" } }
        );
        var evaluation = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString()!;
        await client.UntilAsync($"/api/v1/evaluations/{evaluation}", answer => answer.GetProperty("state").GetString() == "completed");
        return (model, evaluation);
    }

    [GeneratedRegex(
        @"^ *```(?<language>bash|python)\n(?<code>.*?)^ *```\n *(?<after>[^\n]*)",
        RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex Block();

    /// <summary>The first word of each line that begins a command.</summary>
    [GeneratedRegex(@"(?<=\A|\n)[A-Za-z][\w.]*(?= )")]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"=@([\w.-]+)")]
    private static partial Regex SentFile();

    [GeneratedRegex("0190a1b2-0000-7000-8000-000000000000|…|INT8|PARENT")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"STATUS (\d+)")]
    private static partial Regex Status();

    [GeneratedRegex("\"code\":\"([a-z-]+)\"")]
    private static partial Regex Code();

    [GeneratedRegex("^dotnet run --project Bench.Workers -- ")]
    private static partial Regex WorkerProgram();

    [GeneratedRegex(@"\s+# .*$")]
    private static partial Regex Comment();
}
