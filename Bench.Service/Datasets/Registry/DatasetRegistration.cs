using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Work;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Variants;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Bench.Service.Sharing;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Datasets.Registry;

/// <summary>Checks what can be checked at once and remembers the dataset with the work item of its import.</summary>
public sealed class DatasetRegistration(
    BenchDb db,
    WorkScheduler scheduler,
    BenchOptions options,
    VariantCatalog variants,
    AudienceRules audiences,
    TimeProvider time
)
{
    /// <summary>Registers the dataset and asks a worker for its import.</summary>
    /// <exception cref="RefusalException">The key is taken, or a field cannot be accepted.</exception>
    public async Task<Dataset> RegisterAsync(RegisterDatasetRequest request, CancellationToken cancellationToken)
    {
        var (dataset, import) = await AddAsync(request, cancellationToken);
        // Dies here: the sweeper finds the import without a job.
        await scheduler.EnqueueAsync([import], cancellationToken);
        return dataset;
    }

    /// <summary>Registers the dataset for a caller that does the import itself; if it dies, the sweeper finds the work
    /// item.</summary>
    /// <param name="id">Id of the row; a new one when absent.</param>
    /// <exception cref="RefusalException">The key is taken, or a field cannot be accepted.</exception>
    public async Task<(Dataset Dataset, WorkItem Import)> AddAsync(
        RegisterDatasetRequest request,
        CancellationToken cancellationToken,
        Guid? id = null
    )
    {
        await CheckAsync(request, cancellationToken);
        var audience = request.Sharing ?? Audience.Everybody;
        if (await db.Datasets.AnyAsync(dataset => dataset.Key == request.Key, cancellationToken))
            throw Exists(request.Key);
        if (request.Clean is { } clean)
            await db.FindDatasetAsync(clean, cancellationToken);
        var dataset = new Dataset
        {
            Id = id ?? Guid.CreateVersion7(),
            Key = request.Key,
            Variant = request.Variant,
            Layout = request.Layout,
            Path = request.Path,
            Classes = request.Classes,
            CleanDataset = request.Clean,
            Masked = request.Masked,
            OutOfDistribution = request.OutOfDistribution || variants.Get(request.Variant).OutOfDistribution,
            HeldOutUntil = request.HeldOutUntil?.UtcDateTime,
            Ladder = request.Ladder,
            Visibility = audience.Visibility,
            TeamId = audience.TeamId,
            PublicFrom = audience.PublicFrom?.UtcDateTime,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        if (dataset.CleanDataset is not null)
            MeantDatasets.RequireNoCircle(dataset, [.. await db.Datasets.AsNoTracking().ToListAsync(cancellationToken), dataset], variants);
        return (dataset, await StoreAsync(db, dataset, cancellationToken));
    }

    /// <summary>Remembers a dataset with the work item that imports it.</summary>
    /// <exception cref="RefusalException">The key was taken at the same time.</exception>
    internal static async Task<WorkItem> StoreAsync(BenchDb db, Dataset dataset, CancellationToken cancellationToken)
    {
        var import = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.ImportDataset,
            SubjectId = dataset.Id,
            CreatedAt = dataset.CreatedAt,
        };
        db.AddRange(dataset, import);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            throw Exists(dataset.Key);
        }
        return import;
    }

    async Task CheckAsync(RegisterDatasetRequest request, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        foreach (var (field, message) in DatasetRules.Broken(request.Key, request.Variant, request.Layout, variants))
            errors.Add(field, message);
        if (request.Masked && request.Variant != DatasetVariants.CustomKey)
            errors.Add("masked", "a known variant says itself over which classes it is scored; only 'custom' leaves it open");
        if (request.OutOfDistribution && request.Variant != DatasetVariants.CustomKey)
            errors.Add("outOfDistribution", "a known variant says itself what its images show; only 'custom' leaves it open");
        if (request.HeldOutUntil <= time.GetUtcNow())
            errors.Add("heldOutUntil", "is in the past; nothing would be held out");
        if ((request.HeldOutUntil is not null || request.Ladder) && request.OutOfDistribution)
            errors.Add(request.Ladder ? "ladder" : "heldOutUntil", "images that show none of the classes have no labels to keep back");
        await audiences.CheckAsync(request.Sharing, caller: null, errors, cancellationToken);
        errors.ThrowIfAny("dataset-invalid", "The dataset", "Correct the fields and register it again.");
        CheckPath(request.Path);
        if (!ClassSpaceResolver.IsName(request.Classes))
            CheckPath(request.Classes);
    }

    internal static RefusalException Exists(string key) =>
        RefusalException.Conflict(
            "dataset-exists",
            $"There is a dataset '{key}' already.",
            $"Choose another key, or delete that one first with DELETE /api/v1/datasets/{key}."
        );

    void CheckPath(string path)
    {
        try
        {
            DatasetPath.Resolve(options.DatasetsPath, path);
        }
        catch (DatasetImportException error) when (error.Code == DatasetImportCodes.PathUnsafe)
        {
            throw RefusalException.Invalid(
                "dataset-path-outside-root",
                $"'{FirstTen.Printable(path)}' is not a path inside the datasets root.",
                "Give a path relative to the datasets root, without '..' and without links that lead out of it."
            );
        }
        catch (DatasetImportException error)
        {
            throw RefusalException.Invalid(
                error.Code,
                $"There is no '{FirstTen.Printable(path)}' in the datasets root.",
                "Put the files under the datasets root (Bench:DatasetsRoot, by default data/datasets), then register them."
            );
        }
    }
}
