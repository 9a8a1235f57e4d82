using Bench.Api.Evaluations;
using Bench.Api.Leaderboard;
using Bench.Api.Verdicts;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Data.Predictions;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Mistakes;

/// <summary>Gathers what is known of one image. Of each model's predictions one row is read, so a board of many models
/// costs many small reads and no memory.</summary>
internal sealed class ImageReporter(BenchDb db, Boards boards, DatasetStore datasets, LabelSetRegistry labelSets, IBlobStore blobs)
{
    const int MostClasses = 5;

    /// <exception cref="RefusalException">There is no such dataset or image.</exception>
    public async Task<ImageReport> ReadAsync(string key, string image, CancellationToken cancellationToken)
    {
        var dataset = await db.FindDatasetAsync(key, cancellationToken);
        HiddenAnswers.RequireOpen(dataset);
        var index = await datasets.FindImageAsync(dataset, image, cancellationToken);
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        var classes = await datasets.ClassesAsync(dataset, cancellationToken);
        var sets = await SetsAsync(dataset, cancellationToken);
        var models = new List<ImageAnswer>();
        foreach (var (entry, blob) in await ModelsAsync(dataset, cancellationToken))
        {
            var best = await BestAsync(blob, index, manifest, classes, cancellationToken);
            IReadOnlyList<string> right = best is [var first, ..]
                ?
                [
                    .. sets.Where(set => Scores(set, index) && set.Stored.Labels.Accepts(index, (ushort)first.Class.Index))
                        .Select(set => set.Row.Key),
                ]
                : [];
            models.Add(new ImageAnswer(entry.ModelId, entry.Name, entry.EvaluationId, best, right) { Checks = entry.Checks });
        }
        var votes = await db
            .LabelVerdicts.AsNoTracking()
            .Where(row => row.DatasetId == dataset.Id && row.Image == index)
            .ToListAsync(cancellationToken);
        return new ImageReport(
            dataset.Key,
            index,
            manifest.Images[index].Path,
            dataset.HasImages,
            [.. sets.Select(set => View(set, index, classes, models))],
            ReviewedImage.Of(votes).FirstOrDefault()?.View(manifest.Images[index].Path, classes),
            models,
            models.Count > 0 && models.All(model => model.RightUnder.Count == 0)
        )
        {
            Checks = dataset.Checks,
        };
    }

    async Task<List<(LabelSet Row, ImportedLabelSet Stored)>> SetsAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var rows = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == dataset.Id && set.IsCurrent)
            .OrderBy(set => set.Id)
            .ToListAsync(cancellationToken);
        var sets = new List<(LabelSet, ImportedLabelSet)>();
        foreach (var row in rows.OrderBy(row => row.Key != LabelFormats.Original))
            sets.Add((row, await labelSets.LoadAsync(row, cancellationToken)));
        return sets;
    }

    async Task<List<(BoardEntry Entry, string Blob)>> ModelsAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        if ((await boards.SubjectsAsync(cancellationToken)).FirstOrDefault(subject => subject.DatasetId == dataset.Id) is not { } subject)
            return [];
        var board = await boards.GetAsync(subject, cancellationToken);
        var order = (await board.ColumnsAsync([AccuracyMetrics.Top1], cancellationToken))[AccuracyMetrics.Top1];
        var wanted = board.Entries.Select(entry => entry.EvaluationId).ToList();
        var files = await db
            .Evaluations.AsNoTracking()
            .Where(evaluation => wanted.Contains(evaluation.Id) && evaluation.PredictionsBlob != null)
            .ToDictionaryAsync(evaluation => evaluation.Id, evaluation => evaluation.PredictionsBlob!, cancellationToken);
        return
        [
            .. board
                .Entries.Index()
                .OrderBy(each => order.Key(each.Index))
                .Where(each => files.ContainsKey(each.Item.EvaluationId))
                .Select(each => (each.Item, files[each.Item.EvaluationId])),
        ];
    }

    async Task<IReadOnlyList<RankedClass>> BestAsync(
        string blob,
        int image,
        DatasetManifest manifest,
        ClassSpace classes,
        CancellationToken cancellationToken
    )
    {
        using var file = NpzReader.Open(await blobs.FetchAsync(blob, cancellationToken));
        var best = file.ReadRow<ushort>("topk_class", image) ?? [];
        var (logits, sum) = (file.ReadRow<float>("topk_logit", image), file.ReadRow<float>("logsumexp", image));
        if (manifest.Groups is { Groups: var groups })
            return BestGroups(
                new()
                {
                    Count = 1,
                    Classes = groups.Classes,
                    HeadSize = best.Length,
                    TopClass = best,
                    TopLogit = logits,
                    LogSumExp = sum,
                    Logits = file.ReadRow<Half>("logits", image),
                },
                groups,
                classes
            );
        return
        [
            .. best.Select(
                    (category, place) =>
                        (
                            category,
                            Probability: logits is { } each && sum is [var all]
                                ? Math.Clamp(Math.Exp((double)each[place] - all), 0, 1)
                                : default(double?)
                        )
                )
                .Where(each => manifest.Mask is null || manifest.Mask.Contains(each.category))
                .Take(MostClasses)
                .Select(each => new RankedClass(Ref(classes, each.category), each.Probability)),
        ];
    }

    static IReadOnlyList<RankedClass> BestGroups(Predictions image, ClassGroups groups, ClassSpace classes) =>
        image.HeadSize > 0 && image.TryGroup(groups, out _) is { } grouped
            ?
            [
                .. Enumerable
                    .Range(0, Math.Min(MostClasses, grouped.HeadSize))
                    .Select(place => new RankedClass(
                        Ref(classes, grouped.TopClass.Span[place]),
                        grouped.LogSumExp.IsEmpty ? null : grouped.ProbabilityAt(0, place)
                    )),
            ]
            : [];

    static bool Scores((LabelSet Row, ImportedLabelSet Stored) set, int image) =>
        set.Row.Kind != LabelSetKind.Annotations && set.Stored.Labels.IsUsed(image);

    static ImageLabels View((LabelSet Row, ImportedLabelSet Stored) set, int image, ClassSpace classes, List<ImageAnswer> models)
    {
        var labels = set.Stored.Labels;
        return new ImageLabels(
            set.Row.Key,
            set.Row.Version,
            set.Row.Kind,
            labels.IsUsed(image) ? null : labels.ExclusionReasons[labels.Exclusions.Span[image] - 1],
            [.. labels.Of(image).ToArray().Select(label => Ref(classes, label))],
            [.. labels.UnclearOf(image).ToArray().Select(label => Ref(classes, label))],
            set.Stored.Columns.Where(column => column.Of(image) is not null)
                .ToDictionary(column => column.Name, column => column.Of(image)!),
            Scores(set, image) ? models.Count(model => model.RightUnder.Contains(set.Row.Key)) : null
        )
        {
            Checks = set.Row.Checks,
        };
    }

    static ClassRef Ref(ClassSpace classes, int index) => new(index, classes[index].Id, classes[index].Name, classes.ShortNameOf(index));
}
