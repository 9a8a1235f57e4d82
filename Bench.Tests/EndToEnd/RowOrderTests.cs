using System.Net;
using System.Net.Http.Json;
using System.Text;
using Bench.Data;
using Bench.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.EndToEnd;

/// <summary>The order in which rows are taken, of which <c>EvaluationRows</c> tells.</summary>
public sealed class RowOrderTests
{
    static readonly string[] Order = ["models", "evaluations", "work_items", "inquiries"];

    /// <summary>The statements are those of Postgres, where two orders end one of the two transactions.</summary>
    [Fact]
    public async Task Whatever_is_done_takes_models_then_evaluations_then_work()
    {
        var heard = new RowOrder();
        await using var app = await BenchApp.StartAsync(
            Database.Sqlite,
            services => services.ConfigureDbContext<SqliteBenchDb>(builder => builder.AddInterceptors(heard))
        );
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "whole");
        await TinyDataset.ImportAsync(app, client, "torn", broken: "a/0.jpg");
        var model = await UploadAsync(client, TinyModel.Create(2, seed: 950));

        (await EvaluateAsync(client, model, "whole")).ShouldBe("completed");
        (await EvaluateAsync(client, model, "torn")).ShouldBe("failed");
        await RescoreAsync(client);
        (await client.DeleteAsync("/api/v1/datasets/torn")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.DeleteAsync($"/api/v1/models/{model}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var several = heard.Transactions.Select(each => each.Where(Order.Contains).ToList()).Where(each => each.Count > 1).ToList();
        several.Count(each => each.SequenceEqual(["models", "evaluations", "work_items"])).ShouldBeGreaterThan(1);
        several.Count(each => each.SequenceEqual(["evaluations", "work_items"])).ShouldBeGreaterThan(1);
        foreach (var tables in several)
            tables.ShouldBe(tables.OrderBy(table => Array.IndexOf(Order, table)));
    }

    static async Task<string> UploadAsync(HttpClient client, byte[] file)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "ordered", "preprocessing": {"input_size": [3, 8, 8]}}""", file)
        );
        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.UntilAsync($"/api/v1/models/{id}", answer => answer.GetProperty("state").GetString() != "inspecting");
        return id;
    }

    /// <returns>The state in which it ended.</returns>
    static async Task<string> EvaluateAsync(HttpClient client, string model, string dataset)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { dataset } });
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        var ended = await client.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
        return ended.GetProperty("state").GetString()!;
    }

    static async Task RescoreAsync(HttpClient client)
    {
        using var response = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form(
                """{"dataset": "whole", "format": "csv", "key": "other"}""",
                Encoding.UTF8.GetBytes("file_name,labels\na/0.jpg,1\na/1.jpg,0\nb/0.jpg,1\nb/1.jpg,1\n"),
                "other.csv"
            )
        );
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        await client.UntilAsync(
            "/api/v1/leaderboard?dataset=whole&labelSet=other",
            answer => answer.GetProperty("rows").GetArrayLength() == 1
        );
    }
}
