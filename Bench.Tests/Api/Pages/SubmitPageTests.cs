using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api.Pages;

/// <summary>The form that submits a model, as a browser without JavaScript sends it.</summary>
public sealed class SubmitPageTests(BenchApps apps) : IClassFixture<BenchApps>
{
    const string Contract = """{"pretrained_cfg": {"input_size": [3, 8, 8]}}""";

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_form_sent_as_a_whole_submits_a_model_and_leads_to_its_evaluation(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "plain");
        using var browser = app.Reader();

        using var sent = await browser.PostAsync(
            "/submit",
            Form(
                app.OperatorKey,
                TinyModel.Create(2, seed: 31),
                ("name", "by hand"),
                ("license", "MIT"),
                ("url", ""),
                ("preprocessing", Contract),
                ("datasets.plain", "plain")
            )
        );

        var page = await sent.Content.ReadAsStringAsync();
        sent.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        sent.RequestMessage!.RequestUri!.AbsolutePath.ShouldStartWith("/evaluations/");
        page.ShouldContain("by hand");
        var evaluation = await client.UntilAsync(
            $"/api/v1{sent.RequestMessage.RequestUri.AbsolutePath}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        var model = await client.GetFromJsonAsync<JsonElement>($"/api/v1/models/{evaluation.GetProperty("modelId").GetString()}");
        model.GetProperty("license").GetString().ShouldBe("MIT");
        model.GetProperty("preprocessing").GetProperty("input_size")[1].GetInt32().ShouldBe(8);
    }

    [Theory, BothDatabases]
    public async Task A_model_without_a_dataset_is_registered_alone(Database database)
    {
        var app = await apps.OnAsync(database);
        using var browser = app.Reader();

        using var sent = await browser.PostAsync("/submit", Form(app.OperatorKey, TinyModel.Create(3, seed: 32), ("name", "for later")));

        sent.StatusCode.ShouldBe(HttpStatusCode.OK);
        sent.RequestMessage!.RequestUri!.AbsolutePath.ShouldStartWith("/models/");
    }

    [Theory]
    [BothDatabases("bench_nobody", "name", "typed", Contract, 401, "key-unknown", LongOnSqlite = true)]
    [BothDatabases("", "name", "typed", Contract, 401, "key-unknown", LongOnSqlite = true)]
    [BothDatabases(null, "name", "typed", "{", 422, "manifest-invalid", LongOnSqlite = true)]
    [BothDatabases(null, "name", "typed", """{"input_size": [3, 8, 8], "crop_pct": 7}""", 422, "manifest-invalid", LongOnSqlite = true)]
    [BothDatabases(null, "url", "no address", Contract, 422, "manifest-invalid", LongOnSqlite = true)]
    public async Task What_is_refused_is_told_above_the_form_and_leaves_nothing(
        Database database,
        string? key,
        string field,
        string text,
        string contract,
        int status,
        string code
    )
    {
        var app = await apps.OnAsync(database);
        using var browser = app.Reader();
        var uploads = Directory.CreateDirectory(Path.Combine(app.DataDirectory, "uploads"));
        var before = uploads.GetFiles().Length;

        using var sent = await browser.PostAsync(
            "/submit",
            Form(key ?? app.OperatorKey, TinyModel.Create(2, seed: 33), (field, text), ("preprocessing", contract))
        );

        var page = await sent.Content.ReadAsStringAsync();
        ((int)sent.StatusCode).ShouldBe(status);
        page.ShouldContain($"Code: <code>{code}</code>");
        if (status == 422)
            page.ShouldContain($"""value="{text}" """.TrimEnd(), customMessage: "what was typed is still there");
        uploads.GetFiles().Length.ShouldBe(before);
    }

    [Theory, BothDatabases]
    public async Task A_file_in_front_of_its_key_is_not_kept(Database database)
    {
        var app = await apps.OnAsync(database);
        using var browser = app.Reader();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(TinyModel.Create(2, seed: 34)), "file", "tiny.onnx" },
            { new StringContent(app.OperatorKey), "key" },
        };

        using var sent = await browser.PostAsync("/submit", form);

        sent.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await sent.Content.ReadAsStringAsync()).ShouldContain("key-unknown");
    }

    static MultipartFormDataContent Form(string key, byte[] model, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new StringContent(key), "key" }, { new ByteArrayContent(model), "file", "tiny.onnx" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }
}
