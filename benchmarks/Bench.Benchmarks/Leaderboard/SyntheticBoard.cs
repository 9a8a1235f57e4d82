using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Models;
using Bench.Metrics.Numerics;
using Bench.Service.Labels.Registry;

namespace Bench.Benchmarks.Leaderboard;

/// <summary>A made-up board of any size that looks like a real one: models of different strength, images of different difficulty, label
/// sets that disagree a little. Seeded.</summary>
public sealed record SyntheticBoard
{
    public int Models { get; init; } = 16;
    public int Datasets { get; init; } = 2;
    public int LabelSets { get; init; } = 3;

    /// <summary>Images of each dataset; every scoring keeps two bits for each.</summary>
    public int Images { get; init; } = 2_000;

    /// <summary>Metrics of each scoring; the first is the one whose images are kept.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = ["top1", "top5", "ece", "nll", "brier"];

    public int Seed { get; init; } = 2012;

    /// <summary>A faster way to write scorings, whose evaluations are there; null for the ordinary one.</summary>
    public Func<IReadOnlyList<Scoring>, CancellationToken, Task>? WriteScorings { get; init; }

    static readonly DateTime Start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);
    static readonly string[] DatasetKeys =
    [
        "imagenet-val",
        "imagenetv2-matched-frequency",
        "imagenet-sketch",
        "imagenet-r",
        "imagenet-a",
        "objectnet",
        "imagenetv2-top-images",
        "imagenetv2-threshold-0.7",
        "imagenet-c",
        "imagenet-e",
    ];
    static readonly string[] LabelSetKeys = ["original", "real", "cleanlab-fixed", "cleanlab-pruned", "cleanlab-set", "multilabel"];

    // Architecture, parameters in millions, GMACs, strength in logits.
    static readonly (string Name, double Parameters, double Macs, double Strength)[] Architectures =
    [
        ("alexnet", 61.10, 0.71, 0.34),
        ("squeezenet1_1", 1.24, 0.35, 0.42),
        ("vgg16", 138.36, 15.47, 1.12),
        ("googlenet", 6.62, 1.50, 1.02),
        ("resnet18", 11.69, 1.81, 1.02),
        ("resnet50", 25.56, 4.09, 1.42),
        ("resnet152", 60.19, 11.51, 1.62),
        ("densenet121", 7.98, 2.83, 1.32),
        ("mobilenet_v2", 3.50, 0.30, 1.16),
        ("efficientnet_b0", 5.29, 0.39, 1.52),
        ("regnet_y_8gf", 39.38, 8.47, 1.81),
        ("vit_b_16", 86.57, 17.56, 1.86),
        ("swin_t", 28.29, 4.49, 1.90),
        ("convnext_tiny", 28.59, 4.46, 2.02),
        ("convnext_large", 197.77, 34.36, 2.31),
        ("vit_l_16", 304.33, 61.55, 2.05),
    ];

    /// <summary>Writes the board; the database must be at its newest migration.</summary>
    /// <param name="open">Opens a context; one is used for each dataset and model so that memory stays small.</param>
    /// <param name="cancellationToken">Stops between models.</param>
    public async Task WriteAsync(Func<BenchDb> open, CancellationToken cancellationToken)
    {
        var models = Enumerable.Range(0, Models).Select(Model).ToList();
        var datasets = Enumerable.Range(0, Datasets).Select(Dataset).ToList();
        var sets = datasets
            .SelectMany(dataset => Enumerable.Range(0, LabelSets).Select(set => LabelSet(dataset, set)))
            .ToLookup(set => set.DatasetId);
        await using (var db = open())
        {
            db.AddRange(models);
            db.AddRange(datasets);
            db.AddRange(sets.SelectMany(each => each));
            await db.SaveChangesAsync(cancellationToken);
        }
        for (var dataset = 0; dataset < Datasets; dataset++)
        {
            var difficulty = Normals(new Random(Seed + 7919 * dataset), Images);
            foreach (var some in models.Index().Chunk(50))
            {
                await using var db = open();
                db.ChangeTracker.AutoDetectChangesEnabled = false;
                var scorings = new List<Scoring>();
                foreach (var (index, model) in some)
                    scorings.AddRange(Evaluate(db, model, index, datasets[dataset], dataset, [.. sets[datasets[dataset].Id]], difficulty));
                if (WriteScorings is null)
                    db.AddRange(scorings);
                await db.SaveChangesAsync(cancellationToken);
                if (WriteScorings is { } write)
                    await write(scorings, cancellationToken);
            }
        }
        await using (var db = open())
            await db.AdvanceRevisionsAsync(sets.SelectMany(each => each).Select(set => set.Id), cancellationToken);
    }

    /// <summary>Adds the evaluation and gives its scorings.</summary>
    Scoring[] Evaluate(BenchDb db, Model model, int index, Dataset dataset, int datasetIndex, LabelSet[] sets, double[] difficulty)
    {
        // Not HashCode.Combine, which is another in every process.
        var random = new Random(Seed + 7919 * datasetIndex + 104_729 * (index + 1));
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            Verified = index % 9 != 4,
            State = EvaluationState.Completed,
            Total = Images,
            Done = Images,
            ImagesPerSecond = 1500 / (1 + model.Macs / 1e9),
            CreatedAt = model.CreatedAt.AddMinutes(5 + datasetIndex),
            StartedAt = model.CreatedAt.AddMinutes(6 + datasetIndex),
            FinishedAt = model.CreatedAt.AddMinutes(9 + datasetIndex),
        };
        db.Add(evaluation);
        var strength =
            Architectures[index % Architectures.Length].Strength - 0.8 - 0.35 * datasetIndex + 0.05 * (index / Architectures.Length % 7);
        var luck = Normals(random, Images);
        return [.. sets.Select((set, place) => Scoring(evaluation, set, place, strength, difficulty, luck, random))];
    }

    Scoring Scoring(Evaluation evaluation, LabelSet set, int setIndex, double strength, double[] difficulty, double[] luck, Random random)
    {
        var (used, correct) = (new BitSet(Images), new BitSet(Images));
        for (var image = 0; image < Images; image++)
        {
            // The second label set leaves every sixteenth image out, as one without labels would.
            if (setIndex == 1 && image % 16 == 3)
                continue;
            used[image] = true;
            correct[image] = strength + 0.22 * setIndex + 0.9 * luck[image] > 1.1 * difficulty[image];
        }
        var n = used.PopCount();
        var top1 = (double)correct.PopCount() / n;
        var scoring = new Scoring
        {
            Id = Guid.CreateVersion7(),
            EvaluationId = evaluation.Id,
            LabelSetId = set.Id,
            Used = used.ToBytes(),
            Correct = correct.ToBytes(),
            Excluded = n == Images ? [] : new() { ["no-label"] = Images - n },
            Missing = [],
            CreatedAt = evaluation.FinishedAt!.Value.AddSeconds(1 + setIndex),
        };
        foreach (var metric in Metrics)
        {
            // Models without verified logits have no proper scores, as predictions-only submissions have not.
            if (metric is "nll" or "brier" && !evaluation.Verified)
                continue;
            var (value, half) = metric switch
            {
                "top1" => (top1, 1.96 * Math.Sqrt(top1 * (1 - top1) / n)),
                "top5" => (1 - Math.Pow(1 - top1, 1.9), 1.96 * Math.Sqrt(0.1 / n)),
                "nll" => (2.9 * (1 - top1) + 0.1 * random.NextDouble(), 0.02),
                "brier" => (1.35 * (1 - top1), 0.008),
                _ => (0.01 + 0.06 * random.NextDouble(), 0.004),
            };
            scoring.Scores.Add(
                new()
                {
                    EvaluationId = evaluation.Id,
                    LabelSetId = set.Id,
                    Metric = metric,
                    Value = value,
                    CiLow = value - half,
                    CiHigh = metric.StartsWith("top", StringComparison.Ordinal) ? Math.Min(1, value + half) : value + half,
                    N = n,
                }
            );
        }
        return scoring;
    }

    Model Model(int index)
    {
        var (name, parameters, macs, _) = Architectures[index % Architectures.Length];
        return new Model
        {
            Id = Guid.CreateVersion7(),
            Name = index < Architectures.Length ? name : $"{name}-v{index / Architectures.Length + 1}",
            Architecture = name,
            TrainingData = index % 5 == 3 ? "ImageNet-21k" : "ImageNet-1k",
            Description = "A made-up model.",
            Sha256 =
                index % 9 == 4
                    ? null
                    : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(index))),
            FileSize = (long)(parameters * 4e6),
            State = index % 9 == 4 ? ModelState.PredictionsOnly : ModelState.Ready,
            Parameters = (long)(parameters * 1e6),
            Macs = (long)(macs * 1e9),
            Precision = index % 6 == 1 ? "fp16" : "fp32",
            CreatedAt = Start.AddMinutes(17 * index),
        };
    }

    Dataset Dataset(int index) =>
        new()
        {
            Id = Guid.CreateVersion7(Start.AddSeconds(index)),
            Key = DatasetKeys[index % DatasetKeys.Length],
            Variant = DatasetKeys[index % DatasetKeys.Length],
            Layout = "imagefolder",
            Path = DatasetKeys[index % DatasetKeys.Length],
            Classes = "imagenet-1k",
            State = DatasetState.Ready,
            ImageCount = Images,
            ClassCount = 1000,
            ClassSpaceSize = 1000,
            HasImages = true,
            CreatedAt = Start,
        };

    LabelSet LabelSet(Dataset dataset, int index) =>
        new()
        {
            Id = Guid.CreateVersion7(Start.AddSeconds(index)),
            DatasetId = dataset.Id,
            Key = LabelSetKeys[index % LabelSetKeys.Length],
            Version = 1,
            Kind = index is 0 or 2 or 3 ? "single" : "set",
            Format = index == 0 ? "imagefolder" : "json",
            Hash = $"{dataset.Key}-{index}",
            Blob = $"labels/{dataset.Key}-{index}.json",
            Used = index == 1 ? Images - (Images + 12) / 16 : Images,
            Excluded = index == 1 ? new() { ["no-label"] = (Images + 12) / 16 } : [],
            CreatedAt = Start,
        };

    static double[] Normals(Random random, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return values;
    }
}
