using Bench.Tests.Api;

namespace Bench.Tests.Clients;

/// <summary>The scripts under clients/, run as they are against a real server.</summary>
public sealed class ScriptTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Python_with_nothing_but_itself_submits_a_model(Database database)
    {
        Command.SkipWithout("python3");

        var board = await SubmitAsync(database, "python", seed: 910, "python3", "clients/python/submit.py");

        board.ShouldMatch(@"^1 of-python \d+\.\d% \(\d+\.\d% to \d+\.\d%\)\n$");
        File.ReadAllLines(Path.Combine(Checkout.Root, "clients/python/submit.py")).Length.ShouldBeLessThanOrEqualTo(25);
    }

    [Fact]
    public async Task Python_with_NumPy_submits_logits_made_elsewhere()
    {
        var python = await Command.RequirePythonWithAsync("numpy");
        var app = await apps.OnAsync(Database.Sqlite);
        using var administrator = app.WithKey();
        await TinyDataset.ImportAsync(app, administrator, "numpy");
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["names.txt"], "b/1.jpg\na/0.jpg\na/1.jpg\nb/0.jpg\n");
        // Three of four right; of the third both classes are as likely, and the lower one counts.
        await Command.RunAsync(
            folder.Path,
            python,
            ["-c", "import numpy; numpy.save('made.npy', numpy.array([[0, 2], [3, 1], [1, 1], [9, -9]], dtype='f2'))"]
        );

        var scores = await Command.RunAsync(
            Checkout.Root,
            python,
            ["clients/python/predictions.py", folder["made.npy"], folder["names.txt"], "numpy"],
            ("BENCH", $"{app.Address}api/v1"),
            ("KEY", await app.KeyAsync("submitter"))
        );

        scores.ShouldContain("original top1 0.7500 (");
        scores.ShouldContain("original nll 4.7368 (");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Curl_submits_a_model(Database database)
    {
        Command.SkipWithout("bash", "curl");

        var board = await SubmitAsync(database, "curl", seed: 911, "bash", "clients/curl/submit.sh");

        board.ShouldStartWith("rank,");
        board.ShouldContain(",of-curl,");
    }

    [Fact]
    public async Task A_program_with_the_generated_client_submits_a_model()
    {
        var board = await SubmitAsync(
            Database.Sqlite,
            "csharp",
            seed: 912,
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "Bench.Client.Example.dll")
        );

        board.ShouldMatch(@"^1 of-csharp [01]\.\d{4} \(");
    }

    [Fact]
    public async Task A_script_that_is_refused_says_why_and_what_to_do()
    {
        Command.SkipWithout("python3");
        var app = await apps.OnAsync(Database.Sqlite);
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["text.onnx"], "not a model");

        var failure = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.RunAsync(
                Checkout.Root,
                "python3",
                ["clients/python/submit.py", folder["text.onnx"], "none"],
                ("BENCH", $"{app.Address}api/v1"),
                ("KEY", app.OperatorKey)
            )
        );

        failure.Message.ShouldContain("model-invalid: ");
    }

    [Fact]
    public async Task A_script_whose_model_fails_ends_with_its_code_and_without_a_board()
    {
        Command.SkipWithout("bash", "curl");

        var failure = await Should.ThrowAsync<InvalidOperationException>(() =>
            SubmitAsync(Database.Sqlite, "failing", TinyModel.WithNotANumber(2, side: 224), "bash", "clients/curl/submit.sh")
        );

        failure.Message.ShouldContain("\"code\":\"");
        failure.Message.ShouldNotContain("rank,");
    }

    Task<string> SubmitAsync(Database database, string dataset, int seed, string program, string script) =>
        SubmitAsync(database, dataset, TinyModel.Create(2, seed, side: 224), program, script);

    async Task<string> SubmitAsync(Database database, string dataset, byte[] bytes, string program, string script)
    {
        var app = await apps.OnAsync(database);
        using var administrator = app.WithKey();
        await TinyDataset.ImportAsync(app, administrator, dataset);
        using var folder = new TempFolder();
        var model = folder[$"of-{dataset}.onnx"];
        await File.WriteAllBytesAsync(model, bytes);
        return await Command.RunAsync(
            Checkout.Root,
            program,
            [script, model, dataset],
            ("BENCH", $"{app.Address}api/v1"),
            ("KEY", await app.KeyAsync("submitter"))
        );
    }
}
