using Bench.Data;
using Bench.Imaging.Crops;
using Bench.Imaging.Decode;
using Bench.Service.Evaluations;
using Bench.Service.Models;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Jobs;

/// <summary>The files of an evaluation that this machine's cache has: its model, and the crops of its
/// dataset.</summary>
internal sealed class LocalFiles(BenchDb db, BenchOptions options) : IWorkAffinity
{
    /// <summary>Folder of the crops.</summary>
    public static string CropsOf(BenchOptions options) => Path.Combine(options.CachePath, "crops");

    public async Task<IReadOnlyDictionary<Guid, int>> HereAsync(IReadOnlyCollection<Guid> evaluations, CancellationToken cancellationToken)
    {
        var needs = await (
            from evaluation in db.Evaluations
            join model in db.Models on evaluation.ModelId equals model.Id
            where evaluations.Contains(evaluation.Id)
            select new
            {
                evaluation.Id,
                model.Sha256,
                evaluation.Record,
            }
        ).ToListAsync(cancellationToken);
        return needs.ToDictionary(need => need.Id, need => (HasModel(need.Sha256) ? 1 : 0) + (HasCrops(need.Record) ? 1 : 0));
    }

    bool HasModel(string? sha256) => sha256 is not null && Directory.Exists(ModelStore.FolderOf(options, sha256));

    bool HasCrops(string? record) =>
        record is not null
        && WorkJson.Read<RunRecord>(record) is var run
        && File.Exists(Path.Combine(CropsOf(options), CropKey.FileNameOf(run.ManifestHash, run.Geometry, ImageDecoders.Chosen)));
}
