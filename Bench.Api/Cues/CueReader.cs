using Bench.Api.Compare;
using Bench.Api.Evaluations;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Metrics.Comparison;
using Bench.Metrics.Robustness;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Cues;

/// <summary>Reads the shape bias of every model of a board from its stored outcomes under two label sets, by class and
/// against people.</summary>
internal sealed class CueReader(Boards boards, LabelSetRegistry labels, DatasetStore datasets, BenchDb db)
{
    /// <summary>Tag of models that are people.</summary>
    public const string Person = "person";

    /// <param name="Differing">What is right by shape, among the images whose cues differ.</param>
    sealed record Decider(BoardEntry Entry, ImageOutcomes ByShape, ImageOutcomes ByTexture, ImageOutcomes Differing)
    {
        public bool IsPerson => Entry.Tags.Contains(Person, StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="dataset">Key of the dataset; the first board's when null.</param>
    /// <param name="query">Its two label sets.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="RefusalException">There is no such dataset or label set, or one has several labels an
    /// image.</exception>
    public async Task<CueBoard> ReadAsync(string? dataset, CueQuery query, CancellationToken cancellationToken)
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        var subject = LeaderboardPlanner.Subject(subjects, dataset, query.Shape);
        var texture = LeaderboardPlanner.Subject(subjects, subject.Dataset, query.Texture ?? CueQuery.TextureKey);
        var (shapes, textures) = (await LoadAsync(subject, cancellationToken), await LoadAsync(texture, cancellationToken));
        var board = await boards.GetAsync(subject, cancellationToken);
        int[] differ = [.. Enumerable.Range(0, shapes.Count).Where(image => !shapes.Of(image).SequenceEqual(textures.Of(image)))];
        int[] classes = [.. differ.Where(shapes.IsUsed).Select(image => (int)shapes.Of(image)[0]).Distinct().Order()];
        var deciders = (await OutcomesUnderBoth.ReadAsync(db, board, texture, cancellationToken)).ConvertAll(both => new Decider(
            both.Entry,
            both.Own,
            both.Other,
            both.Own.Among(differ)
        ));
        var people = deciders.FindAll(decider => decider.IsPerson);
        var rows = deciders.ConvertAll(decider => Row(decider, people, classes, shapes, textures));
        var space = await datasets.ClassesAsync(await db.FindDatasetAsync(subject.Dataset, cancellationToken), cancellationToken);
        return new(
            subject.Dataset,
            subject.LabelSet,
            texture.LabelSet,
            [.. classes.Select(index => new ClassRef(index, space[index].Id, space[index].Name, space.ShortNameOf(index)))],
            [.. people.Select(person => person.Entry.ModelId)],
            [
                .. rows.OrderByDescending(row => row.All.ShapeBias ?? double.NegativeInfinity)
                    .ThenBy(row => row.Model, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(row => row.ModelId),
            ]
        )
        {
            Checks = board.Checks.With((await boards.GetAsync(texture, cancellationToken)).Checks),
        };
    }

    static CueRow Row(Decider decider, List<Decider> people, int[] classes, GroundTruth shapes, GroundTruth textures)
    {
        var byClass = ShapeBias.ByShape(decider.ByShape, decider.ByTexture, shapes, textures);
        var consistency = people
            .Where(person => person != decider)
            .Select(person => (person, Errors: ErrorConsistency.Of(PairedCounts.Of(decider.Differing, person.Differing))))
            .ToList();
        double[] kappas = [.. consistency.Select(each => each.Errors.Kappa).Where(double.IsFinite)];
        return new(
            decider.Entry.ModelId,
            decider.Entry.Name,
            decider.Entry.EvaluationId,
            decider.IsPerson,
            Count(ShapeBias.Of(decider.ByShape, decider.ByTexture, shapes, textures)),
            [.. classes.Select(index => Count(byClass.GetValueOrDefault(index)))],
            [
                .. consistency.Select(each => new CueConsistency(
                    each.person.Entry.ModelId,
                    each.Errors.N,
                    ConsistencyOfErrors.Of(each.Errors)
                )),
            ],
            kappas.Length == 0 ? null : kappas.Average()
        )
        {
            Checks = decider.Entry.Checks,
            MeanKappaNoInterval =
                kappas.Length == 0 ? null : new(NoInterval.MetricHasNone, "every κ in the mean is over the same images: each has its own"),
        };
    }

    static CueCount Count(ShapeBias bias) =>
        new(bias.N, bias.Shape, bias.Texture, Finite(bias.Value), Finite(bias.Interval.Low), Finite(bias.Interval.High));

    async Task<GroundTruth> LoadAsync(BoardSubject subject, CancellationToken cancellationToken)
    {
        var row = await db.LabelSets.AsNoTracking().SingleAsync(set => set.Id == subject.LabelSetId, cancellationToken);
        var truth = (await labels.LoadAsync(row, cancellationToken)).Labels;
        return truth.SingleLabel
            ? truth
            : throw RefusalException.Conflict(
                "labels-not-single",
                $"'{subject.LabelSet}' has several labels for some images; a cue shows one class.",
                "Name two label sets of kind single: one of shapes, one of textures."
            );
    }
}
