using System.Text.Json;
using Bench.Data.Datasets;
using Bench.Data.Models;
using Bench.Service.Evaluations.Start;
using Bench.Service.Json;
using Bench.Service.Models;
using Bench.Service.Refusals;

namespace Bench.Tests.Service.Evaluations;

/// <summary>A model whose outputs are not the dataset's classes is refused with what would make them so.</summary>
public sealed class OutputFitTests
{
    [Theory]
    [InlineData(1000, 0, 0, "one output more is a background class", "without \"backgroundClass\"")]
    [InlineData(1001, null, 0, "has 1,000 classes; the model's outputs have 1001", "\"backgroundClass\": 0 in its manifest, or 1000")]
    [InlineData(1000, null, 1024, "The class embeddings have 1024 values", "a matrix of its own class embeddings")]
    [InlineData(100, null, 0, "the model's outputs have 100", "Evaluate a model over the 1,000 classes")]
    public async Task The_next_step_is_about_what_does_not_fit(int outputs, int? background, int embedding, string words, string step)
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        await using var db = made.Open();
        var dataset = new Dataset
        {
            Id = Guid.CreateVersion7(),
            Key = "pictures",
            Variant = "custom",
            Layout = "imagefolder",
            Path = "pictures",
            Classes = "imagenet-1k",
            ClassSpaceSize = 1000,
            HasImages = true,
            State = DatasetState.Ready,
        };
        var graph = new ModelGraph(
            "made",
            new Dictionary<string, long>(),
            new GraphInput("pixels", "float", "nchw", null, 8, 8),
            [new GraphOutput("scores", "float", outputs, "logits")],
            1,
            1,
            1,
            "fp32",
            [],
            [],
            0,
            Embedding: embedding == 0 ? null : new GraphEmbedding(1000, embedding, "hash")
        );
        var model = new Model
        {
            Id = Guid.CreateVersion7(),
            Name = "model",
            State = ModelState.Ready,
            Graph = JsonSerializer.Serialize(graph, BenchJson.Options),
            Contract = new ModelContract { BackgroundClass = background }.ToJson(),
        };
        db.Add(dataset);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var refused = await Should.ThrowAsync<RefusalException>(() =>
            OutputFit.RequireAsync(db, model, dataset, TestContext.Current.CancellationToken)
        );

        refused.Failure.Message.ShouldContain(words);
        refused.Failure.NextStep.ShouldContain(step);
    }
}
