using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Imaging.Corruptions;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Datasets.Registry;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Datasets.Generated;

/// <summary>Remembers a dataset whose pictures are made from a registered one's, with the work item that makes its
/// manifest.</summary>
public sealed class DatasetGeneration(BenchDb db, WorkScheduler scheduler, TimeProvider time)
{
    /// <param name="parentKey">The dataset whose pictures are corrupted.</param>
    /// <param name="request">How.</param>
    /// <param name="cancellationToken">Stops it before anything is written.</param>
    /// <exception cref="RefusalException">There is no such dataset, it has no pictures to corrupt, the key is taken, or
    /// a field cannot be accepted.</exception>
    public async Task<Dataset> RegisterAsync(string parentKey, GenerateDatasetRequest request, CancellationToken cancellationToken)
    {
        var parent = await db.FindDatasetAsync(parentKey, cancellationToken);
        RequireSource(parent);
        var recipe = RecipeOf(parent, request);
        if (await db.Datasets.AnyAsync(dataset => dataset.Key == request.Key, cancellationToken))
            throw DatasetRegistration.Exists(request.Key);
        var dataset = new Dataset
        {
            Id = Guid.CreateVersion7(),
            Key = request.Key,
            Variant = $"{recipe.Family}-generated",
            Layout = LayoutIds.ImageNetC,
            Path = parent.Path,
            Classes = parent.Classes,
            CleanDataset = parent.Key,
            Masked = parent.Masked,
            Unpacked = parent.Unpacked,
            ParentId = parent.Id,
            Recipe = recipe,
            HeldOutUntil = parent.HeldOutUntil,
            Ladder = parent.Ladder,
            Visibility = parent.Visibility,
            TeamId = parent.TeamId,
            PublicFrom = parent.PublicFrom,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        var import = await DatasetRegistration.StoreAsync(db, dataset, cancellationToken);
        // Dies here: the sweeper finds the import without a job.
        await scheduler.EnqueueAsync([import], cancellationToken);
        return dataset;
    }

    static void RequireSource(Dataset parent)
    {
        parent.RequireReady();
        if (!parent.HasImages)
            throw RefusalException.Conflict(
                "dataset-without-images",
                $"The dataset '{parent.Key}' is a list alone: there are no pictures to corrupt.",
                "Generate from a dataset that was imported with its pictures."
            );
        if (parent.Recipe is not null || DatasetLayouts.CorruptionTrees.Contains(parent.Layout))
            throw RefusalException.Conflict(
                "dataset-corrupted-already",
                $"The pictures of '{parent.Key}' are corrupted already.",
                parent.Recipe is { } recipe
                    ? $"Generate from '{recipe.Parent}', which it was made from."
                    : "Generate from the dataset of their originals."
            );
        if (parent.OutOfDistribution)
            throw RefusalException.Conflict(
                "dataset-out-of-distribution",
                $"The images of '{parent.Key}' show none of the classes, so there is no accuracy to fall.",
                "Generate from a dataset with labels."
            );
    }

    static GenerationRecipe RecipeOf(Dataset parent, GenerateDatasetRequest request)
    {
        var errors = new FieldErrors();
        if (!DatasetKeys.IsKey(request.Key))
            errors.Add("key", DatasetKeys.Wanted);
        var family = CorruptionFamily.Find(request.Family);
        if (family is null)
            errors.Add(
                "family",
                $"'{FirstTen.Printable(request.Family)}' is not known; known are "
                    + string.Join(", ", CorruptionFamily.All.Select(each => each.Key))
            );
        var corruptions = request.Corruptions ?? [.. family?.Corruptions.Select(each => each.Name) ?? []];
        if (family is not null && corruptions.FirstOrDefault(name => family.Corruption(name) is null) is { } unknown)
            errors.Add(
                "corruptions",
                $"'{FirstTen.Printable(unknown)}' is not one of {family.Key}; known are "
                    + string.Join(", ", family.Every.Select(each => each.Name))
            );
        if (family is not null && (corruptions.Count == 0 || corruptions.Distinct().Count() != corruptions.Count))
            errors.Add("corruptions", "at least one is expected, and each once");
        var levels = family?.Levels ?? 1;
        var severities = request.Severities ?? [.. Enumerable.Range(1, levels)];
        if (
            family is not null
            && (
                severities.Count == 0
                || severities.Distinct().Count() != severities.Count
                || severities.Any(each => each < 1 || each > levels)
            )
        )
            errors.Add("severities", levels == 1 ? "1 is its only level" : $"some of 1 to {levels} are expected, each once");
        if (request.JpegQuality is < 1 or > 100)
            errors.Add("jpegQuality", "1 to 100 is expected, or null for none");
        if (family is { IsCompressed: false } && request.JpegQuality is not (null or CorruptionFamily.PublishedQuality))
            errors.Add("jpegQuality", $"{family.Key} is not passed through JPEG; leave it out");
        if (!errors.Any && (long)parent.ImageCount * corruptions.Count * severities.Count > GeneratedManifest.MostImages)
            errors.Add(
                "corruptions",
                $"{Counted.Of(parent.ImageCount, "picture")} {corruptions.Count * severities.Count} times are more than "
                    + $"{GeneratedManifest.MostImages:N0} images"
            );
        errors.ThrowIfAny("dataset-invalid", "The dataset", "Correct the fields and generate it again.");
        return new(
            parent.Key,
            family!.Key,
            corruptions,
            [.. severities.Order()],
            request.Seed,
            family.IsCompressed ? request.JpegQuality : null
        );
    }
}
