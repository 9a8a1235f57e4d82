using System.ComponentModel;
using Bench.Api.Http;
using Bench.Api.Leaderboard;
using Bench.Metrics.Comparison;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Compare;

internal static class CompareEndpoints
{
    const int DefaultImages = 100;
    const int MaxImages = 10_000;

    public static RouteGroupBuilder MapCompare(this RouteGroupBuilder api)
    {
        var compare = api.MapGroup("")
            .WithTags("Compare")
            .AddEndpointFilter(new EntityTagFilter())
            .ProducesProblem(400)
            .ProducesProblem(404);
        compare
            .MapGet("/compare", Models)
            .WithName("CompareModels")
            .Produces(304)
            .WithSummary(
                "Two to six models, image by image: Cochran's Q, McNemar's test of every pair with Holm's correction, "
                    + "differences with intervals, the images where the first two differ"
            );
        compare
            .MapGet("/compare/verdict", Verdict)
            .WithName("JudgeModel")
            .Produces(304)
            .ProducesProblem(409)
            .WithSummary("Whether a model is not worse than another by more than a margin: an int8 model than its parent, say")
            .WithDescription(
                "The verdict is notWorse where the interval of the paired difference lies at or above the margin, worse where it lies "
                    + "below, else undecided. The images that flipped are included."
            );
        compare
            .MapGet("/order-changes", Changes)
            .WithName("ListOrderChanges")
            .WithSummary("Pairs of models whose order differs between two label sets")
            .Produces(304);
        compare
            .MapGet("/correlations", Correlate)
            .WithName("GetCorrelations")
            .WithSummary("How alike columns order the models of a board: Kendall's tau-b and Spearman's rho of every two")
            .Produces(304);
        return api;
    }

    static async Task<Ok<CompareResponse>> Models(
        [Description("First of two models, or one evaluation of it."), FromQuery] Guid? a,
        [Description("Second of two models, or one evaluation of it."), FromQuery] Guid? b,
        [Description("Two to six models, or single evaluations of models, instead of a and b; repeat the parameter."), FromQuery] Guid[]? m,
        [Description("Label set of the dataset; 'original' when absent."), FromQuery(Name = "labelSet")] string? labelSet,
        [Description("Dataset; the first one on which all have a score when absent."), FromQuery] string? dataset,
        [Description("Differing images of one answer, 0 to 10,000; 100 when absent."), FromQuery] int? limit,
        [Description("'next' of the answer before."), FromQuery] string? cursor,
        ModelComparison comparison,
        DatasetImages images,
        CancellationToken cancellationToken
    )
    {
        if (m is { Length: > 0 } && (a ?? b) is not null)
            throw new RefusalException(
                RefusalKind.Malformed,
                "models-invalid",
                "Models were named by a and b and by m.",
                "Use one of the two ways."
            );
        var most = PageRequest.SizeOf(limit, DefaultImages, MaxImages, least: 0);
        var ids = ComparedModels.Check([.. new[] { a, b }.OfType<Guid>(), .. m ?? []]);
        var (board, models) = await comparison.LoadAsync(dataset, labelSet, ids, cancellationToken);
        var names = await images.NamesAsync(board.Subject.DatasetId, cancellationToken);
        return TypedResults.Ok(Answer(board, models, ids, names, most, cursor));
    }

    static async Task<Ok<VerdictResponse>> Verdict(
        [Description("The model that is judged, or one evaluation of it."), FromQuery] Guid a,
        [Description("The model that it has to keep up with, or one evaluation of it."), FromQuery] Guid b,
        [Description("How far it may stay behind, a fraction from -1 to 1: 0.003 is 0.3 points. Below 0 it has to be ahead."), FromQuery]
            double margin,
        [Description("Label set of the dataset; 'original' when absent."), FromQuery(Name = "labelSet")] string? labelSet,
        [Description("Dataset; when absent, the first one over which both models have been evaluated."), FromQuery] string? dataset,
        [Description("Confidence of the interval, 0.5 to 0.9999; 0.95 when absent."), FromQuery] double? confidence,
        [Description("'interval' (when absent), or 'measured': the difference as it is, chance included."), FromQuery] VerdictBasis? basis,
        [Description("Whether exactly the margin is too little; false when absent."), FromQuery] bool? strict,
        [Description("Flipped images of one answer, 0 to 10,000; 100 when absent."), FromQuery] int? limit,
        [Description("'next' of the answer before."), FromQuery] string? cursor,
        VerdictReader reader,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            await reader.ReadAsync(
                new VerdictQuestion(
                    a,
                    b,
                    dataset,
                    labelSet,
                    margin,
                    confidence ?? VerdictQuestion.UsualConfidence,
                    basis ?? VerdictBasis.Interval,
                    strict ?? false
                ),
                PageRequest.SizeOf(limit, DefaultImages, MaxImages, least: 0),
                cursor,
                cancellationToken
            )
        );

    static async Task<Ok<OrderChangesAnswer>> Changes(
        [Description("Dataset; the first one when absent."), FromQuery] string? dataset,
        [Description("Label set of the order before; 'original' when absent."), FromQuery] string? labelSet,
        [Description("Label set of the order after."), FromQuery] string other,
        [Description("Only these models; all of the board when absent. Repeat the parameter."), FromQuery] Guid[]? m,
        [Description("Pairs of one answer, 1 to 1,000; 100 when absent."), FromQuery] int? limit,
        OrderChangeReader reader,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            await reader.ReadAsync(
                dataset,
                labelSet,
                other,
                m ?? [],
                PageRequest.SizeOf(limit, DefaultImages, OrderChangeReader.MostPairs, rest: ""),
                cancellationToken
            )
        );

    static async Task<Ok<CorrelationsAnswer>> Correlate(
        [Description("Dataset; the first one when absent."), FromQuery] string? dataset,
        [Description("Label set of the dataset; 'original' when absent."), FromQuery] string? labelSet,
        [
            Description(
                "Two to forty columns, comma-separated: 'metric', 'labelSet:metric', 'dataset:labelSet:metric', or the costs "
                    + "'parameters', 'macs' and 'imagesPerSecond'."
            ),
            FromQuery
        ]
            string columns,
        CorrelationReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ReadAsync(dataset, labelSet, columns, cancellationToken));

    static CompareResponse Answer(
        Board board,
        IReadOnlyList<ComparedOutcomes> models,
        IReadOnlyList<Guid> ids,
        IReadOnlyList<string>? names,
        int limit,
        string? cursor
    )
    {
        var (subject, a, b) = (board.Subject, models[0], models[1]);
        var pairs = ComparedPair.All(models);
        var (counts, difference) = (pairs[0].Counts, pairs[0].Difference);
        var (images, next) = DifferingImages.Of(subject, a, b, names, limit, cursor);
        var pairIds =
            from first in Enumerable.Range(0, ids.Count)
            from second in Enumerable.Range(first + 1, ids.Count - first - 1)
            select (First: ids[first], Second: ids[second]);
        return new CompareResponse(
            subject.Dataset,
            subject.LabelSet,
            subject.Version,
            ComparedModel.Of(a),
            ComparedModel.Of(b),
            counts.N,
            counts.BothRight,
            counts.OnlyFirst,
            counts.OnlySecond,
            counts.BothWrong,
            Difference(difference),
            Test(counts),
            images,
            next,
            [.. models.Select(ComparedModel.Of)],
            [
                .. pairs.Zip(
                    pairIds,
                    (pair, id) =>
                        new ComparedPairView(
                            id.First,
                            id.Second,
                            pair.Counts.N,
                            pair.Counts.BothRight,
                            pair.Counts.OnlyFirst,
                            pair.Counts.OnlySecond,
                            pair.Counts.BothWrong,
                            Difference(pair.Difference),
                            Test(pair.Counts),
                            Finite(pair.Adjusted),
                            ConsistencyOfErrors.Of(pair.Consistency),
                            Finite(pair.Counts.ErrorOverlap)
                        )
                ),
            ],
            Together(CochranQ.Test([.. models.Select(model => model.Outcomes)])),
            counts.Pictures?.Count
        )
        {
            Checks = board.Checks,
        };
    }

    static ComparedDifference Difference(PairedDifference difference) =>
        new(Finite(difference.Value), Finite(difference.Low), Finite(difference.High));

    static McNemarTest Test(PairedCounts counts)
    {
        var test = McNemar.Test(counts);
        return new(test.PValue, test.LogPValue / Math.Log(10));
    }

    static CochranQTest Together(CochranQResult test) =>
        new(Finite(test.Q), test.DegreesOfFreedom, test.N, Finite(test.PValue), Finite(test.LogPValue / Math.Log(10)));
}
