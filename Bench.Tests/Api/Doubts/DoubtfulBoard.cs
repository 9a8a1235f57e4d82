using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Evaluations;
using Bench.Data.Explanations;
using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Metrics.Robustness;
using Bench.Service.Attacks;
using Bench.Service.Explanations;
using Bench.Service.Work;
using Bench.Tests.Api.LabelErrors;
using Bench.Tests.Api.Robustness;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Doubts;

/// <summary>Boards of which everything that can carry a doubt carries one: <see cref="DoubtedBoard"/> with facets, textures and rules, a
/// clean dataset with a shifted one, and a corruption tree.</summary>
sealed class DoubtfulBoard
{
    /// <summary>Rows of one sum are taken for logits while they are few.</summary>
    const int Images = 6;

    /// <summary>What each thing is doubted for; message and code are both unique.</summary>
    public static readonly Check OfDataset = Check.Warning("of-the-dataset", "The dataset is doubtful.");
    public static readonly Check OfEvaluation = Check.Warning("of-the-evaluation", "The evaluation is doubtful.");
    public static readonly Check OfLabels = Check.Warning("of-the-labels", "The labels are doubtful.");

    /// <summary>Of evaluations that others are compared with alone.</summary>
    public static readonly Check OfClean = Check.Warning("of-the-clean", "The clean evaluation is doubtful.");
    public static readonly Check OfParent = Check.Warning("of-the-parent", "The parent is doubtful.");

    readonly Dictionary<string, string> _names = [];

    /// <summary>The address with ids in place of names: <c>{alpha}</c> is a model, <c>{alpha.doubted}</c> its evaluation there.</summary>
    public string Address(string template)
    {
        foreach (var (name, id) in _names)
            template = template.Replace($"{{{name}}}", id, StringComparison.Ordinal);
        return template;
    }

    public static async Task<(BenchApp App, DoubtfulBoard Board)> StartAsync()
    {
        var app = await DoubtedBoard.StartAsync(Database.Sqlite);
        var board = new DoubtfulBoard();
        using var client = app.WithKey();
        await MoreOfDoubtedAsync(client);
        await ShiftAsync(app, client);
        await ScoredAsync(client);
        await board.NameAsync(client);
        await board.DoubtAsync(app);
        await board.InquireAsync(app);
        await SuiteAsync(client);
        return (app, board);
    }

    static async Task MoreOfDoubtedAsync(HttpClient client)
    {
        string Lines(Func<int, object> value) =>
            string.Concat(Enumerable.Range(0, DoubtedBoard.Images).Select(i => $"{DoubtedBoard.Name(i)},{value(i)}\n"));
        await DoubtedBoard.ImportAsync(client, "facets", "file_name,light\n" + Lines(i => i % 2 == 0 ? "day" : "night"), "properties");
        await DoubtedBoard.ImportAsync(client, "csv", "file_name,label\n" + Lines(i => i < 10 ? (i + 2) % 4 : i % 4), "texture");
        using var rules = new MultipartFormDataContent
        {
            {
                new ByteArrayContent("""{"superclasses": {"small": ["n01440764", "n01443537"]}, "collapsed": {}}"""u8.ToArray()),
                "file",
                "r.json"
            },
            { new StringContent("a test"), "source" },
        };
        using var registered = await client.PostAsync("/api/v1/error-rules", rules);
        await registered.JsonAsync(HttpStatusCode.Created);
    }

    /// <summary>Two models over clean pictures and over shifted ones, the second made from the first, which is the oracle.</summary>
    static async Task ShiftAsync(BenchApp app, HttpClient client)
    {
        string[] labels = [.. Enumerable.Range(0, Images).Select(i => $"{i % 4}")];
        var clean = await client.ListAsync(app, "clean", "picture", labels);
        var shift = await client.ListAsync(app, "shift", "picture", labels, new { clean = "clean" });
        CorruptionAnswerTests.Draw(app, "tree", [CorruptionSummary.Averaged[0]]);
        var tree = await client.RegisterAsync(app, "tree", "imagenet-c", "tree");
        var parent = await client.SubmitAsync(clean, Rows(wrong: 1), new { name = "parent" });
        var child = await client.SubmitAsync(clean, Rows(wrong: 2), new { name = "child", parentModelId = parent.Model() });
        foreach (var (model, wrong) in new[] { (parent, 3), (child, 4) })
            await client.SubmitAsync(shift, Rows(wrong), new { modelId = model.Model() });
        await client.SubmitAsync(tree, Rows(wrong: 1, tree.GetProperty("imageCount").GetInt32()), new { modelId = parent.Model() });
    }

    static float[][] Rows(int wrong, int count = Images) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    MadeEvaluations.Row(
                        i < wrong || i % 4 == 0 ? "0123"
                        : i % 4 == 1 ? "1023"
                        : "2103"
                    )
                ),
        ];

    static async Task SuiteAsync(HttpClient client)
    {
        using var suite = await client.PostAsJsonAsync(
            "/api/v1/suites",
            new
            {
                key = "all",
                title = "All",
                members = new[]
                {
                    new { dataset = "doubted", metrics = new[] { "top1" } },
                    new { dataset = "shift", metrics = new[] { "accuracy-drop", "parent-flips" } },
                },
                headline = new { title = "Top-1", metric = "top1" },
            }
        );
        await suite.JsonAsync(HttpStatusCode.Created);
    }

    static Task<JsonElement> ScoredAsync(HttpClient client) =>
        client.UntilAsync(
            "/api/v1/label-sets?dataset=doubted",
            answer =>
                answer
                    .GetProperty("items")
                    .EnumerateArray()
                    .All(set => set.GetProperty("scored").GetInt32() == set.GetProperty("toScore").GetInt32())
        );

    async Task NameAsync(HttpClient client)
    {
        var list = await client.GetFromJsonAsync<JsonElement>("/api/v1/evaluations?limit=100");
        foreach (var evaluation in list.GetProperty("items").EnumerateArray())
        {
            var (model, dataset) = (evaluation.GetProperty("modelName").GetString()!, evaluation.GetProperty("dataset").GetString()!);
            _names[model] = evaluation.GetProperty("modelId").GetString()!;
            _names[$"{model}.{dataset}"] = evaluation.GetProperty("id").GetString()!;
        }
    }

    /// <summary>An attack and an explanation of alpha over the first board, under the contract of its evaluation.</summary>
    async Task InquireAsync(BenchApp app)
    {
        var contract = PreprocessingJson.Write(Preprocessing.Default);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var evaluation = Guid.Parse(_names["alpha.doubted"]);
        await db
            .Evaluations.Where(row => row.Id == evaluation)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Preprocessing, contract));
        var (model, dataset) = (Guid.Parse(_names["alpha"]), (await db.Datasets.SingleAsync(row => row.Key == "doubted")).Id);
        var spec = new AttackRequest { ModelId = model, Dataset = "doubted" }.Settle(new AttackGround("doubted", [0, 1, 2, 3], Images));
        var attack = new Attack
        {
            Id = Guid.CreateVersion7(),
            ModelId = model,
            DatasetId = dataset,
            Spec = WorkJson.Write(spec),
            Preprocessing = contract,
            State = EvaluationState.Completed,
            Summary = WorkJson.Write(AttackSummary.Of(spec, AttackResults.None, excluded: 0)),
        };
        var explanation = new Explanation
        {
            Id = Guid.CreateVersion7(),
            ModelId = model,
            DatasetId = dataset,
            Spec = WorkJson.Write(
                new ExplanationRequest
                {
                    ModelIds = [model],
                    Dataset = "doubted",
                    Image = "1",
                }.Settle(1)
            ),
            Preprocessing = contract,
            Image = 1,
            State = EvaluationState.Completed,
        };
        db.AddRange(attack, explanation);
        await db.SaveChangesAsync();
        (_names["attack"], _names["explanation"]) = ($"{attack.Id}", $"{explanation.Id}");
    }

    /// <summary>Before any board is read: boards are kept until scores change.</summary>
    async Task DoubtAsync(BenchApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        await db.Evaluations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Checks, [OfEvaluation]));
        var (clean, parent) = (Guid.Parse(_names["child.clean"]), Guid.Parse(_names["parent.shift"]));
        await db
            .Evaluations.Where(row => row.Id == clean)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Checks, [OfEvaluation, OfClean]));
        await db
            .Evaluations.Where(row => row.Id == parent)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Checks, [OfEvaluation, OfParent]));
        await db.Datasets.ExecuteUpdateAsync(set => set.SetProperty(row => row.Checks, [OfDataset]));
        await db.LabelSets.ExecuteUpdateAsync(set => set.SetProperty(row => row.Checks, [OfLabels]));
    }
}
