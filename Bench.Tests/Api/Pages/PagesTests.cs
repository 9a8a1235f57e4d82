using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Leaderboard;
using Bench.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Pages;

/// <summary>The pages as a reader without JavaScript gets them.</summary>
public sealed class PagesTests(SeededBoards boards) : IClassFixture<SeededBoards>
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Theory]
    [BothDatabases("/", "convnext_large", LongOnSqlite = true)]
    [BothDatabases("/?metric=nll&labelSet=real&sort=-parameters&q=net", "resnet50", LongOnSqlite = true)]
    [BothDatabases("/scatter", "convnext_large", LongOnSqlite = true)]
    [BothDatabases("/scatter?x=real:top1&y=ece", "convnext_large", LongOnSqlite = true)]
    [BothDatabases("/compare", "convnext_large", LongOnSqlite = true)]
    [BothDatabases("/mistakes", "convnext_large", LongOnSqlite = true)]
    [BothDatabases("/datasets", "imagenetv2-matched-frequency", LongOnSqlite = true)]
    [BothDatabases("/label-sets", "cleanlab-fixed", LongOnSqlite = true)]
    [BothDatabases("/metrics/catalogue", "Guo et al., 2017", LongOnSqlite = true)]
    [BothDatabases("/submit", "curl", LongOnSqlite = true)]
    [BothDatabases("/models?q=RESNET", "resnet152", LongOnSqlite = true)]
    [BothDatabases("/evaluations?state=completed", "convnext_large", LongOnSqlite = true)]
    [BothDatabases("/queue", "Nothing waits and nothing runs", LongOnSqlite = true)]
    [BothDatabases("/datasets/imagenetv2-matched-frequency", "Label sets", LongOnSqlite = true)]
    [BothDatabases("/datasets/imagenet-val", "ImageNet terms of access: research", LongOnSqlite = true)]
    [BothDatabases("/datasets/imagenet-val", "href=\"https://image-net.org/challenges/LSVRC/2012/\"", LongOnSqlite = true)]
    [BothDatabases("/datasets/imagenet-val", "Russakovsky", LongOnSqlite = true)]
    [BothDatabases("/sign-in", "Sign in", LongOnSqlite = true)]
    [BothDatabases("/teams", "Sign in", LongOnSqlite = true)]
    [BothDatabases("/slices", "No properties of the images of", LongOnSqlite = true)]
    [BothDatabases("/?labelSet=real", "/embed/board.png?labelSet=real", LongOnSqlite = true)]
    public async Task A_page_says_what_it_is_about_without_a_script(Database database, string address, string text)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        using var answer = await client.GetAsync(address);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(text);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'self'");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_model_and_its_evaluation_show_their_scores(Database database)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        var row = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard?limit=1", Web))!.Rows[0];
        var shown = (100 * row.Value!.Value).ToString("0.00");

        (await client.GetStringAsync($"/models/{row.Model.Id}")).ShouldContain(shown);
        (await client.GetStringAsync($"/evaluations/{row.EvaluationId}")).ShouldContain(shown);
        (await client.GetStringAsync($"/mistakes?evaluation={row.EvaluationId}")).ShouldContain("wrong");
        (await client.GetStringAsync($"/api/v1/models/{row.Model.Id}/badge.svg")).ShouldContain($"{shown} %");
        (await client.GetStringAsync($"/api/v1/models/{row.Model.Id}/card.md")).ShouldContain($"| {shown} % |");
        foreach (var card in new[] { "/embed/board.png", $"/embed/models/{row.Model.Id}.png" })
            System.Text.Encoding.ASCII.GetString(await client.GetByteArrayAsync(card), 1, 3).ShouldBe("PNG", card);
        (await client.GetStringAsync($"/api/v1/models/{row.Model.Id}/cite.bib")).ShouldContain("@article{russakovsky2015imagenet");
    }

    [Theory]
    [BothDatabases("/?dataset=nothing", "dataset-not-found")]
    [BothDatabases("/models/01a20bc2-0000-7000-8000-000000000000", "model-not-found")]
    [BothDatabases("/evaluations/01a20bc2-0000-7000-8000-000000000000", "evaluation-not-found")]
    [BothDatabases("/scatter?x=beauty", "metric-unknown")]
    [BothDatabases("/datasets/nothing", "dataset-not-found")]
    public async Task What_is_not_there_is_told_on_the_page_with_its_code(Database database, string address, string code)
    {
        using var client = (await boards.OnAsync(database)).Reader();
        using var answer = await client.GetAsync(address);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(code);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task What_a_submitter_wrote_is_text_and_nothing_else(Database database)
    {
        await using var app = await SeededBoards.StartAsync(database);
        const string Hostile = "<script>alert(1)</script>";
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
            await db
                .Models.Where(model => model.Name == "resnet50")
                .ExecuteUpdateAsync(set => set.SetProperty(model => model.Name, Hostile).SetProperty(model => model.Architecture, Hostile));
        }
        using var client = app.Reader();
        var row = (await client.GetFromJsonAsync<LeaderboardResponse>("/api/v1/leaderboard", Web))!.Rows.Single(row =>
            row.Model.Name == Hostile
        );

        foreach (
            var address in new[]
            {
                "/",
                "/scatter",
                "/compare",
                "/mistakes",
                $"/models/{row.Model.Id}",
                $"/evaluations/{row.EvaluationId}",
                $"/api/v1/models/{row.Model.Id}/card.md",
            }
        )
            (await client.GetStringAsync(address)).ShouldNotContain("<script>alert", Case.Insensitive, address);
    }
}
