using Bench.Imaging.Contract;
using Bench.Service.Models;
using Bench.Service.Models.Embeddings;

namespace Bench.Tests.Service.Models;

/// <summary>A configuration's statements that are not preprocessing, checked against the graph.</summary>
public sealed class ContractClaimTests
{
    [Theory]
    [InlineData("""{"num_classes": 21841}""", 1000, "contract-of-other-model")]
    [InlineData("""{"pretrained_cfg": {"num_classes": 21841}}""", 1000, "contract-of-other-model")]
    // The number of the fine-tuned model is outside, that of its origin inside.
    [InlineData("""{"num_classes": 1000, "pretrained_cfg": {"num_classes": 21841}}""", 1000, null)]
    [InlineData("""{"num_classes": 1000}""", 1000, null)]
    [InlineData("""{"num_classes": 1000}""", 1001, null)]
    [InlineData("""{"num_classes": 0}""", 512, null)]
    [InlineData("""{"num_classes": 21841}""", null, null)]
    [InlineData("""{"size": 224, "do_rescale": false, "rescale_factor": 0.5}""", 1000, "contract-part-unused")]
    public void A_claim_that_the_graph_contradicts_is_told(string json, int? width, string? code) =>
        Told(json, width, new ModelContract()).ShouldBe(code is null ? [] : [code]);

    [Fact]
    public void Embeddings_say_nothing_of_classes() =>
        Told("""{"num_classes": 768}""", 512, new ModelContract { Embedding = new EmbeddingContract("classes.npy") }).ShouldBeEmpty();

    [Theory]
    [InlineData("RandomNormalLike", true)]
    [InlineData("Bernoulli", true)]
    [InlineData("Dropout", false)]
    public void Chance_in_the_graph_is_told(string @operator, bool isTold)
    {
        var graph = Graph(1000) with
        {
            Operators = new Dictionary<string, int> { ["Conv"] = 3, [@operator] = 1 },
        };

        (GraphChance.Of(graph)?.Message.Contains($"({@operator})", StringComparison.Ordinal) ?? false).ShouldBe(isTold);
    }

    static IEnumerable<string> Told(string json, int? width, ModelContract contract)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return [.. ContractClaims.Against(SourceClaims.Of(document.RootElement), contract, Graph(width)).Select(check => check.Code)];
    }

    static ModelGraph Graph(int? width) =>
        new(
            "an exporter",
            new Dictionary<string, long>(),
            new GraphInput("input", "float", "nchw", null, 224, 224),
            [new GraphOutput("logits", "float", width, "unknown")],
            1,
            1,
            1,
            "fp32",
            [],
            [],
            0
        );
}
