using System.ComponentModel;
using Bench.Api.Http;
using Bench.Api.Leaderboard;
using Bench.Metrics.Comparison;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Compare;

internal static class CompareEndpoints
{
    const int DefaultImages = 100;
    const int MaxImages = 10_000;

    public static RouteGroupBuilder MapCompare(this RouteGroupBuilder api)
    {
        var compare = api.MapGroup("").WithTags("Compare").AddEndpointFilter<EntityTagFilter>().ProducesProblem(400).ProducesProblem(404);
        compare.MapGet("/compare", Pair).WithName("CompareModels").WithSummary("Two models, image by image: McNemar's test, the difference with its interval, the images where they differ").Produces(304);
        return api;
    }

    static async Task<Results<Ok<CompareResponse>, ProblemHttpResult>> Pair(
        [Description("First model, or one evaluation of it.")] Guid a,
        [Description("Second model, or one evaluation of it.")] Guid b,
        [Description("Label set of the dataset; 'original' when absent."), FromQuery(Name = "labelSet")] string? labelSet,
        [Description("Dataset; the first one over which both stand when absent.")] string? dataset,
        [Description("Differing images of one answer, up to 10,000; 100 when absent.")] int? limit,
        [Description("'next' of the answer before.")] int? cursor,
        ModelComparison comparison,
        DatasetImages images,
        CancellationToken cancellationToken)
    {
        try
        {
            var (view, models) = await comparison.LoadAsync(dataset, labelSet, [a, b], cancellationToken);
            var names = await images.NamesAsync(view.DatasetId, cancellationToken);
            return TypedResults.Ok(Answer(view, models[0], models[1], names, Math.Clamp(limit ?? DefaultImages, 0, MaxImages), cursor ?? 0));
        }
        catch (ReadProblem problem)
        {
            return problem.ToResult();
        }
    }

    static CompareResponse Answer(BoardView view, ComparedOutcomes a, ComparedOutcomes b, IReadOnlyList<string>? names, int limit, int from)
    {
        var counts = PairedCounts.Of(a.Outcomes, b.Outcomes);
        var difference = PairedDifference.Of(counts);
        var test = McNemar.Test(counts);
        var differing = Differing(a.Outcomes, b.Outcomes, Math.Max(0, from)).Take(limit + 1).ToList();
        return new CompareResponse(
            view.Dataset,
            view.LabelSet,
            view.Version,
            Side(a),
            Side(b),
            counts.N,
            counts.BothRight,
            counts.OnlyFirst,
            counts.OnlySecond,
            counts.BothWrong,
            new ComparedDifference(Finite(difference.Value), Finite(difference.Low), Finite(difference.High)),
            new McNemarTest(test.PValue, test.LogPValue / Math.Log(10)),
            [.. differing.Take(limit).Select(image => new DifferingImage(image.Index, names?[image.Index], image.FirstRight ? "a" : "b"))],
            differing.Count > limit ? differing[limit].Index : null);
    }

    /// <summary>Images from an index on that both used and exactly one got right.</summary>
    static IEnumerable<(int Index, bool FirstRight)> Differing(ImageOutcomes a, ImageOutcomes b, int from)
    {
        for (var image = from; image < a.Used.Count; image++)
            if (a.Used[image] && b.Used[image] && a.Correct[image] != b.Correct[image]) yield return (image, a.Correct[image]);
    }

    static ComparedModel Side(ComparedOutcomes model) =>
        new(model.Entry.ModelId, model.Entry.Name, model.Entry.EvaluationId, Finite(model.Outcomes.Accuracy), model.Outcomes.UsedCount);

    static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
