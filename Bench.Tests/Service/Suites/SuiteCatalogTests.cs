using System.Security.Cryptography;
using System.Text.Json;
using Bench.Data;
using Bench.Service.Datasets.Variants;
using Bench.Service.Json;
using Bench.Service.Suites;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Service.Suites;

public sealed class SuiteCatalogTests : IDisposable
{
    const string Own = """
        {
          "version": 1, "key": "wild", "title": "Elsewhere",
          "members": [{ "variant": "imagenet-r", "metrics": ["top1"] }, { "dataset": "ours", "metrics": ["top1", "ece"] }],
          "headline": { "title": "Mean top-1", "metric": "top1" }
        }
        """;

    readonly TempFolder _folder = new();

    /// <remarks>Numbers are reported under a version, so what it says never changes. Raise the version of a declaration with every change,
    /// and write its line here.</remarks>
    [Fact]
    public void The_known_suites_say_under_each_version_what_they_always_said()
    {
        var found = SuiteCatalog
            .Read(new BenchOptions(), VariantCatalog.Known)
            .All.Select(suite => $"{suite.Declaration.Key} {suite.Version} {Hash(suite.Declaration)}");

        found.ShouldBe([
            "imagenet-e 1 65bd47a5f053c2d4",
            "imagenet-ood 1 1ac03995686e76c5",
            "imagenet-robustness 1 014f71628a308607",
            "label-truth 1 49991413e4ba53ba",
            "shape-and-texture 1 7b7328430e2d2f56",
        ]);
    }

    [Fact]
    public void The_operators_suites_stand_behind_those_that_are_known()
    {
        _folder.Write("wild.json", Own);

        var suite = Read().All[^1];

        (suite.Declaration.Key, suite.Version, suite.File).ShouldBe(("wild", 1, "wild.json"));
        suite.Declaration.Members.Select(member => member.Name).ShouldBe(["imagenet-r", "ours"]);
    }

    [Theory]
    [InlineData("\"version\": 1, ", "", "wild.json: 'version' is not a whole number from 1")]
    [InlineData("\"wild\"", "\"imagenet-ood\"", "wild.json: 'key': there is a suite 'imagenet-ood' already")]
    [InlineData("\"imagenet-r\"", "\"imagenet-rr\"", "wild.json: 'members[0].variant' of wild: there is no variant 'imagenet-rr'")]
    [InlineData("\"ece\"", "\"luck\"", "wild.json: 'members[1].metrics' of wild: there is no metric 'luck'")]
    [InlineData("\"ours\"", "\"ours\", \"variant\": \"imagenet-a\"", "wild.json: 'members[1].variant' of wild: either")]
    [InlineData("\"Mean top-1\"", "\"\"", "wild.json: 'headline.title' of wild: 1 to 200")]
    [InlineData("\"metric\": \"top1\"", "\"metric\": \"nll\"", "wild.json: 'headline.metric' of wild: no member has the metric 'nll'")]
    [InlineData("\"metric\": \"top1\"", "\"metric\": \"top1\", \"atLeast\": 3", "wild.json: 'headline.atLeast' of wild: it is 1 to 2")]
    [InlineData("\"metric\": \"top1\"", "\"metric\": \"top1\", \"rule\": \"mean-of-groups\"", "wild.json: 'headline.rule' of wild: a mean")]
    [InlineData("\"ece\"", "\"auroc-full-spectrum\"", "wild.json: 'inDistribution' of wild: a full-spectrum metric needs")]
    [InlineData("\"ece\"", "null", "wild.json: 'members' of wild: an element of it is null")]
    [InlineData("\"title\": \"Elsewhere\"", "\"titel\": \"Elsewhere\"", "wild.json: ")]
    public void A_declaration_that_cannot_stand_is_named_by_file_and_field(string text, string instead, string message)
    {
        Own.ShouldContain(text);
        _folder.Write("wild.json", Own.Replace(text, instead, StringComparison.Ordinal));

        Should.Throw<FormatException>(() => Read()).Message.ShouldStartWith(message);
    }

    [Theory, BothDatabases]
    public async Task A_declared_version_is_written_once_and_a_change_needs_another(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await RegisterAsync(made, Own);
        await RegisterAsync(made, Own);
        var changed = Own.Replace("Elsewhere", "Far away", StringComparison.Ordinal);

        var refused = await Should.ThrowAsync<FormatException>(() => RegisterAsync(made, changed));
        await RegisterAsync(made, changed.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));

        refused.Message.ShouldStartWith("wild.json: 'version' of wild: version 1 says something else since 2030-01-01");
        await using var db = made.Open();
        (
            await db.Suites.Where(suite => suite.Key == "wild").OrderBy(suite => suite.Version).Select(suite => suite.Version).ToListAsync()
        ).ShouldBe([1, 2]);
        var registry = Registry(db);
        (await registry.FindAsync("wild", 1, CancellationToken.None)).Declaration.Title.ShouldBe("Elsewhere");
        (await registry.FindAsync("wild", null, CancellationToken.None)).Declaration.Title.ShouldBe("Far away");
    }

    public void Dispose() => _folder.Dispose();

    async Task RegisterAsync(TestDatabase made, string declaration)
    {
        _folder.Write("wild.json", declaration);
        await using var db = made.Open();
        await Registry(db).RegisterAsync(CancellationToken.None);
    }

    SuiteRegistry Registry(BenchDb db) =>
        new(
            db,
            Read(),
            VariantCatalog.Known,
            new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            NullLogger<SuiteRegistry>.Instance
        );

    SuiteCatalog Read() => SuiteCatalog.Read(new BenchOptions { Suites = _folder.Path }, VariantCatalog.Known);

    static string Hash(SuiteDeclaration suite) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(suite, BenchJson.Options)).AsSpan(0, 8));
}
