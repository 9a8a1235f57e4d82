namespace Bench.Tests.Api;

/// <summary>Parts and fields that would be ignored, or that contradict another one.</summary>
public sealed partial class SubmissionTests
{
    [Fact]
    public async Task What_would_be_ignored_is_refused_by_its_name()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "conflicts");
        var rows = ListDatasets.AnswerFile(Rows(wrong: 0));
        using var ordered = ApiClient.Form("""{"name": "m", "dataset": "conflicts", "format": "csv"}""", rows, "p.csv");
        ordered.Add(new ByteArrayContent("image000.jpg\n"u8.ToArray()), "order", "order.txt");
        using var scaled = ApiClient.Form(
            """{"name": "m", "dataset": "conflicts", "format": "topk-npy", "outputKind": "logits"}""",
            rows,
            "p.npy"
        );
        using var columned = ApiClient.Form(
            """{"dataset": "conflicts", "format": "json", "columns": {"labels": "l"}}""",
            "{}"u8.ToArray(),
            "l.json"
        );

        using var order = await client.PostAsync("/api/v1/evaluations/predictions", ordered);
        using var scale = await client.PostAsync("/api/v1/evaluations/predictions", scaled);
        using var columns = await client.PostAsync("/api/v1/label-sets", columned);

        (await order.ShouldBeProblemAsync(422, "form-invalid")).GetProperty("detail").GetString()!.ShouldContain("'order'");
        (await scale.ShouldBeProblemAsync(422, "manifest-invalid")).ToString().ShouldContain("have no scale");
        (await columns.ShouldBeProblemAsync(422, "manifest-invalid")).ToString().ShouldContain("has no columns");
    }
}
