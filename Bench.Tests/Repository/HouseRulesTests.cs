using System.Text.RegularExpressions;

namespace Bench.Tests.Repository;

/// <summary>Rules of CONTRIBUTING.md that no analyser knows.</summary>
public sealed partial class HouseRulesTests
{
    static readonly string[] Texts =
    [
        ".cs",
        ".cshtml",
        ".css",
        ".js",
        ".json",
        ".md",
        ".py",
        ".sh",
        ".yml",
        ".props",
        ".csproj",
        ".proto",
        ".http",
    ];

    static readonly Lazy<(string Path, string Text)[]> Sources = new(() =>
        [
            .. Checkout
                .Files()
                .Where(file => Texts.Contains(Path.GetExtension(file)) || Path.GetFileName(file) is "Dockerfile" or "run")
                .Select(file => (Path.GetRelativePath(Checkout.Root, file), File.ReadAllText(file))),
        ]
    );

    static IEnumerable<(string Path, string Text)> Code =>
        Sources.Value.Where(source =>
            source.Path.EndsWith(".cs", StringComparison.Ordinal)
            && !source.Path.StartsWith("Bench.Data/Migrations/", StringComparison.Ordinal)
        );

    static IEnumerable<(string Path, string Text)> Pages =>
        Sources.Value.Where(source => source.Path.EndsWith(".cshtml", StringComparison.Ordinal));

    [Fact]
    public void No_source_file_is_longer_than_300_lines()
    {
        Code.Where(source => source.Text.AsSpan().Count('\n') > 300).Select(source => source.Path).ShouldBeEmpty();
    }

    /// <remarks>What a raw string quotes keeps the lines of its source.</remarks>
    [Fact]
    public void No_line_of_code_or_of_a_page_is_longer_than_140_characters()
    {
        Code.Concat(Pages).SelectMany(source => LongLines(source.Text).Select(line => $"{source.Path}:{line}")).ShouldBeEmpty();
    }

    /// <remarks>A background service's token has the name that its base gives it.</remarks>
    [Fact]
    public void A_cancellation_token_has_one_name()
    {
        Code.SelectMany(source =>
                TokenParameter()
                    .Matches(source.Text)
                    .Select(match => match.Groups[1].Value)
                    .Where(name => name is not ("cancellationToken" or "stoppingToken"))
                    .Select(name => $"{source.Path}: {name}")
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_file_names_the_machine_that_it_was_written_on()
    {
        Named(AbsoluteWorkFolder()).ShouldBeEmpty();
    }

    [Fact]
    public void No_code_hides_behind_regions_pragmas_or_promises()
    {
        Code.Where(source => Hiding().IsMatch(source.Text)).Select(source => source.Path).ShouldBeEmpty();
    }

    [Fact]
    public void No_folder_is_named_after_a_kind_of_class()
    {
        string[] kinds = ["Services", "Helpers", "Managers", "Common", "Utils", "Utilities", "Misc"];

        Code.Select(source => source.Path).Where(path => path.Split('/').Intersect(kinds).Any()).ShouldBeEmpty();
    }

    [Fact]
    public void The_projects_refer_to_each_other_one_way()
    {
        foreach (var alone in (string[])["Bench.Metrics", "Bench.Data", "Bench.Imaging", "Bench.Onnx"])
            ReferencesOf(alone).ShouldBeEmpty(alone);
        ReferencesOf("Bench.Service").ShouldBeSubsetOf(["Bench.Data", "Bench.Imaging", "Bench.Metrics", "Bench.Onnx"]);
        ReferencesOf("Bench.Workers").ShouldBeSubsetOf(["Bench.Data", "Bench.Imaging", "Bench.Metrics", "Bench.Onnx", "Bench.Service"]);
    }

    /// <remarks>A friend would see through the wall that a project is.</remarks>
    [Fact]
    public void Only_tests_and_benchmarks_see_what_is_internal()
    {
        Directory
            .EnumerateFiles(Checkout.Root, "Bench.*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => Friend().Matches(File.ReadAllText(project)).Select(match => match.Groups[1].Value))
            .Distinct()
            .ShouldBe(["Bench.Tests", "Bench.Benchmarks"], ignoreOrder: true);
    }

    [Fact]
    public void The_picture_of_the_architecture_shows_the_references_as_they_are()
    {
        string[] projects = ["Bench.Api", "Bench.Data", "Bench.Imaging", "Bench.Metrics", "Bench.Onnx", "Bench.Service", "Bench.Workers"];
        var drawn = Arrow()
            .Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "architecture.md")))
            .Select(match => $"{match.Groups[1].Value} --> {match.Groups[2].Value}");

        drawn.ShouldBe(
            projects.SelectMany(project => ReferencesOf(project).Select(other => $"{project} --> {other}")),
            ignoreOrder: true,
            "run docs/make-architecture.sh"
        );
    }

    [Fact]
    public void Only_inference_names_the_runtime_of_the_models()
    {
        Code.Where(source => source.Text.Contains("using Microsoft.ML.OnnxRuntime", StringComparison.Ordinal))
            .Select(source => source.Path)
            .Where(path =>
                !path.StartsWith("Bench.Workers/Inference/", StringComparison.Ordinal)
                && !path.StartsWith("Bench.Tests/", StringComparison.Ordinal)
                && !path.StartsWith("benchmarks/", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
    }

    /// <remarks>They read: what is written is done by a use case, which others may call, too.</remarks>
    [Fact]
    public void Neither_endpoints_nor_pages_write_to_the_database()
    {
        Code.Where(source =>
                source.Path.StartsWith("Bench.Api/", StringComparison.Ordinal)
                && (
                    source.Path.EndsWith("Endpoints.cs", StringComparison.Ordinal)
                    || source.Path.StartsWith("Bench.Api/Pages/", StringComparison.Ordinal)
                )
                && Writing().IsMatch(source.Text)
            )
            .Select(source => source.Path)
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_is_made_here_becomes_a_blob_in_one_place()
    {
        Code.Where(source =>
                !source.Path.StartsWith("Bench.Tests/", StringComparison.Ordinal)
                && source.Text.Contains("TemporaryFile.In(", StringComparison.Ordinal)
                && source.Text.Contains("blobs.PutAsync(", StringComparison.Ordinal)
            )
            .Select(source => source.Path)
            // A backup's blobs have their keys already, and are copied.
            .ShouldBe(["Bench.Service/Storage/BlobWriter.cs", "Bench.Workers/Backups/Restoration.cs"], ignoreOrder: true);
    }

    [Fact]
    public void Package_versions_stand_in_one_place_in_order()
    {
        var packages = PackageVersion()
            .Matches(File.ReadAllText(Path.Combine(Checkout.Root, "Directory.Packages.props")))
            .Select(match => match.Groups[1].Value)
            .ToList();

        packages.ShouldNotBeEmpty();
        packages.ShouldBe(packages.Order(StringComparer.OrdinalIgnoreCase));
    }

    static IEnumerable<int> LongLines(string text)
    {
        var (quoted, number) = (false, 0);
        foreach (var line in text.Split('\n'))
        {
            number++;
            var marks = line.AsSpan().Count("\"\"\"");
            if (line.Length > 140 && !quoted && marks == 0)
                yield return number;
            quoted ^= marks % 2 == 1;
        }
    }

    static IEnumerable<string> Named(Regex words) =>
        Sources.Value.Where(source => words.IsMatch(source.Text)).Select(source => source.Path);

    static IEnumerable<string> ReferencesOf(string project) =>
        ProjectReference()
            .Matches(File.ReadAllText(Path.Combine(Checkout.Root, project, $"{project}.csproj")))
            .Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\bCancellationToken (\w+)(?:,|\)| = default)")]
    private static partial Regex TokenParameter();

    /// <remarks>Home folders and the like: a path that only one machine has.</remarks>
    [GeneratedRegex(@"(?<![\w.<}])/(work|root|home)/[\w.]")]
    private static partial Regex AbsoluteWorkFolder();

    [GeneratedRegex(
        @"^\s*#region|^\s*#pragma warning dis" + @"able|\bTO" + @"DO\b|\bFIX" + @"ME\b|Thread\.Sl" + @"eep\(",
        RegexOptions.Multiline
    )]
    private static partial Regex Hiding();

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*/(Bench\.\w+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"<InternalsVisibleTo Include=""([^""]*)""")]
    private static partial Regex Friend();

    [GeneratedRegex(@"^    (Bench\.\w+) --> (Bench\.\w+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"\.(SaveChanges|ExecuteUpdate|ExecuteDelete|ExecuteSql\w*|BeginTransaction)Async\(")]
    private static partial Regex Writing();

    [GeneratedRegex(@"<PackageVersion Include=""([^""]+)""")]
    private static partial Regex PackageVersion();
}
