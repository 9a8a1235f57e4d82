using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Work;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Inputs;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registration;

/// <summary>Reads a label file against its dataset, registers what it makes, and asks for the rescoring of every
/// completed evaluation.</summary>
public sealed class LabelSetRegistration(
    BenchDb db,
    DatasetStore datasets,
    LabelSetRegistry registry,
    Counterparts counterparts,
    WorkQueue queue,
    WorkScheduler scheduler,
    TimeProvider time
)
{
    /// <returns>Ids of the label sets, in the order of the file.</returns>
    /// <exception cref="RefusalException">The file is not in order; nothing has changed.</exception>
    public async Task<List<Guid>> RunAsync(
        Dataset dataset,
        LabelSetManifest manifest,
        ReceivedFile file,
        CancellationToken cancellationToken
    ) =>
        await RegisterAsync(dataset.Id, await ReadAsync(dataset, manifest, file.Path, file.FileName, cancellationToken), cancellationToken);

    /// <summary>Reads a label file against a dataset and changes nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileName">How the sender calls it.</param>
    /// <exception cref="RefusalException">The file is not in order.</exception>
    public async Task<IReadOnlyList<ImportedLabelSet>> ReadAsync(
        Dataset dataset,
        LabelSetManifest manifest,
        string path,
        string fileName,
        CancellationToken cancellationToken
    )
    {
        var target = await datasets.TargetAsync(dataset, cancellationToken);
        try
        {
            return await LabelImporter.ImportAsync(
                path,
                fileName,
                manifest.Format,
                manifest.Key ?? manifest.Format,
                manifest.Source,
                target,
                manifest.Columns,
                manifest.Disagrees,
                cancellationToken
            );
        }
        catch (LabelSetException error)
        {
            throw RefusalException.Invalid(
                error.Code,
                Sentence.Of(error.Message),
                (ForeignForm.OfText(path) is { } kind ? ForeignStep.ToWhole(kind) : null)
                    ?? "Mend the file, or check that format and dataset are the ones it is for."
            );
        }
    }

    /// <summary>Registers label sets as versions of their keys and asks for the rescoring that they bring.</summary>
    /// <returns>Their ids, in order; the same labels again are the current version.</returns>
    public async Task<List<Guid>> RegisterAsync(Guid datasetId, IReadOnlyList<ImportedLabelSet> sets, CancellationToken cancellationToken)
    {
        await RequireNothingHeldOutAsync(datasetId, cancellationToken);
        // Dies before the commit: blobs named by their hash lie unused.
        var staged = new List<StagedLabelSet>();
        foreach (var set in sets)
            staged.Add(await registry.StageAsync(set, cancellationToken));

        var ids = new List<Guid>();
        var rescoring = new List<WorkItem>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var each in staged)
        {
            var (row, isNew) = await registry.AddAsync(datasetId, each, cancellationToken);
            ids.Add(row.Id);
            if (isNew)
                rescoring.AddRange(await counterparts.RescoringUnderAsync(row, cancellationToken));
        }
        await queue.SupersedeAsync(rescoring, cancellationToken);
        db.Work.AddRange(rescoring);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Dies here: the sweeper finds the rescoring without jobs.
        await scheduler.EnqueueAsync(rescoring, cancellationToken);
        return ids;
    }

    /// <exception cref="RefusalException">Half of the labels are kept back, which another label set would
    /// tell.</exception>
    async Task RequireNothingHeldOutAsync(Guid datasetId, CancellationToken cancellationToken)
    {
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == datasetId, cancellationToken);
        if (dataset.HoldsOut(time.GetUtcNow().UtcDateTime))
            throw HiddenAnswers.HeldOut(dataset, "another label set would tell them", "Register it after that date.");
    }
}
