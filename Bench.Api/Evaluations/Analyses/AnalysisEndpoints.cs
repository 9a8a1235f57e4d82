using System.ComponentModel;
using Bench.Api.Http;
using Bench.Metrics.Accuracy;
using Bench.Metrics.Calibration;
using Bench.Metrics.Predicted;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Analyses of stored predictions beyond the scores.</summary>
internal static class AnalysisEndpoints
{
    public static RouteGroupBuilder MapAnalysis(this RouteGroupBuilder api)
    {
        var analysis = api.MapGroup("/evaluations").WithTags("Evaluations").AddEndpointFilter(new EntityTagFilter());
        var reads = analysis.MapGroup("/{id}").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        reads
            .MapGet("/reliability", GetReliability)
            .WithName("GetReliability")
            .WithSummary("The reliability diagram under a label set ('original' when absent)")
            .Produces(304);
        reads
            .MapGet("/confusions", Confusions)
            .WithName("GetConfusions")
            .WithSummary("Pairs of classes that are confused, the commonest first")
            .Produces(304);
        reads
            .MapGet("/mistakes", Mistakes)
            .WithName("ListMistakes")
            .WithSummary("Images that the model gets wrong under a label set, or those with one kind of mistake")
            .Produces(304);
        reads
            .MapGet("/subgroups", GetSubgroups)
            .WithName("GetSubgroups")
            .WithSummary("Accuracy and multi-label subset accuracy by number of labels and by groups of classes")
            .Produces(304);
        return api;
    }

    static async Task<Ok<Subgroups>> GetSubgroups(
        Guid id,
        [FromQuery] string? labelSet,
        [
            FromQuery,
            Description(
                "A group of classes as name:members, members being class ids, indices and ranges of indices: dogs:151-268. "
                    + "Repeat the parameter; of ImageNet's classes animals, dogs and things when absent."
            )
        ]
            string[]? group,
        SubgroupReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ReadAsync(id, labelSet, group ?? [], cancellationToken));

    static async Task<Ok<Reliability>> GetReliability(
        Guid id,
        [FromQuery] string? labelSet,
        [FromQuery, Description("1 to 100; 15 when absent.")] int? bins,
        [FromQuery, Description("width (default) or mass.")] Binning? binning,
        ScoredEvaluations evaluations,
        CancellationToken cancellationToken
    )
    {
        if (bins is < 1 or > 100)
            throw new RefusalException(RefusalKind.Malformed, "bins-invalid", $"bins is {bins}.", "Ask for 1 to 100 bins.");
        var scored = await evaluations.LoadAsync(id, labelSet, cancellationToken);
        if (scored.Predictions.Content < PredictionContent.TopConfidence)
            throw RefusalException.Conflict(
                "confidence-missing",
                "The submission carries ranks alone, without probabilities.",
                "Submit predicted probabilities too."
            );
        var images = Enumerable.Range(0, scored.Used.Count).Where(image => scored.Used[image]).ToArray();
        var rows = ReliabilityDiagram.Compute(
            Array.ConvertAll(images, image => scored.Predictions.ProbabilityAt(image, 0)),
            Array.ConvertAll(images, image => scored.Correct[image]),
            bins ?? 15,
            binning ?? Binning.Width,
            scored.Manifest.Pictures?.Among(images)
        );
        return TypedResults.Ok(
            new Reliability(
                labelSet ?? LabelFormats.Original,
                binning ?? Binning.Width,
                images.Length,
                [
                    .. rows.Select(bin => new ReliabilityBar(
                        bin.Low,
                        bin.High,
                        bin.Count,
                        Finite(bin.Confidence),
                        Finite(bin.Accuracy),
                        Finite(bin.Interval.Low),
                        Finite(bin.Interval.High)
                    )),
                ]
            )
            {
                Checks = scored.Checks,
            }
        );
    }

    static async Task<Ok<Confusions>> Confusions(
        Guid id,
        [FromQuery] string? labelSet,
        [FromQuery, Description("Pairs, 1 to 1,000; 50 when absent.")] int? limit,
        ScoredEvaluations evaluations,
        CancellationToken cancellationToken
    )
    {
        if (limit is < 1 or > 1000)
            throw new RefusalException(RefusalKind.Malformed, "limit-invalid", $"limit is {limit}.", "Ask for 1 to 1,000 pairs.");
        var scored = await evaluations.LoadAsync(id, labelSet, cancellationToken);
        var pairs = ConfusionPairs
            .Compute(scored.Predictions, scored.Filed, limit ?? 50)
            .Select(pair => new ConfusionPair(scored.ClassOf(pair.Class), scored.ClassOf(pair.Predicted), pair.Count));
        return TypedResults.Ok(
            new Confusions(labelSet ?? LabelFormats.Original, Wrong(scored).Count(), [.. pairs]) { Checks = scored.Checks }
        );
    }

    static async Task<Ok<MistakePage>> Mistakes(
        Guid id,
        [AsParameters] MistakeQuery query,
        MistakeLister lister,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await lister.ListAsync(id, query, cancellationToken));

    static IEnumerable<int> Wrong(ScoredEvaluation scored)
    {
        for (var image = 0; image < scored.Used.Count; image++)
            if (scored.Used[image] && !scored.Correct[image])
                yield return image;
    }
}
