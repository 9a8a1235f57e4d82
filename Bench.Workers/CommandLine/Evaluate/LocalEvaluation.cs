using System.Security.Cryptography;
using System.Text;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations.Start;
using Bench.Service.Inputs;
using Bench.Service.Models;
using Bench.Service.Models.Registration;
using Bench.Service.Storage;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.CommandLine.Evaluate;

/// <summary>Import, labels, inspection, run, scores: the steps that a client of the service asks for one by one, in a row, by the same use
/// cases.</summary>
internal sealed class LocalEvaluation(
    BenchDb db,
    IBlobStore blobs,
    WorkInProcess work,
    DatasetRegistration datasets,
    LabelRegistration labels,
    ModelRegistration models,
    ModelStore modelFiles,
    EvaluationStart start,
    TimeProvider time
)
{
    /// <exception cref="FailureException">The dataset, the labels or the model made it impossible.</exception>
    public async Task<EvaluationReport> RunAsync(
        EvaluateRequest request,
        ModelDeclaration manifest,
        string datasetsRoot,
        WorkInProcess.Report report,
        CancellationToken cancellationToken
    )
    {
        var dataset = await ImportAsync(request, datasetsRoot, report, cancellationToken);
        if (!dataset.HasImages)
            throw new FailureException(
                "dataset-without-images",
                $"'{request.Dataset}' is a list without pictures.",
                "Name a folder or an archive of pictures; a list alone takes predictions, in a service."
            );
        await labels.AddAsync(dataset, request.Labels, cancellationToken);
        var caller = await CallerAsync(cancellationToken);
        var model = await ModelAsync(request.Model, manifest, caller, cancellationToken);
        // Kept for the run.
        var file = await modelFiles.FetchAsync(model, cancellationToken);
        var id = Guid.Empty;
        await start.StartAsync(
            new StartEvaluations(model.Id, [dataset.Key]),
            caller,
            started =>
            {
                id = started[0].Id;
                return Task.CompletedTask;
            },
            cancellationToken
        );
        await work.DrainAsync(report, cancellationToken);

        var evaluation = await db.Evaluations.AsNoTracking().SingleAsync(candidate => candidate.Id == id, cancellationToken);
        if (evaluation.State != EvaluationState.Completed)
            throw new FailureException(
                evaluation.Failure
                    ?? new Failure("internal-error", "The evaluation has not ended.", "Try again, and tell us if it happens twice.")
            );
        if (request.Predictions is { } kept)
            File.Copy(await blobs.FetchAsync(evaluation.PredictionsBlob!, cancellationToken), kept.FullName, overwrite: true);
        return await ReportReader.ReadAsync(db, evaluation, file, cancellationToken);
    }

    async Task<Dataset> ImportAsync(
        EvaluateRequest request,
        string datasetsRoot,
        WorkInProcess.Report report,
        CancellationToken cancellationToken
    )
    {
        var (dataset, _) = await datasets.AddAsync(
            new RegisterDatasetRequest(
                "dataset",
                request.Variant,
                request.Layout,
                Path.GetRelativePath(datasetsRoot, request.Dataset),
                request.Classes.Contains('/') ? Path.GetRelativePath(datasetsRoot, request.Classes) : request.Classes
            ),
            cancellationToken,
            IdOf(request.Dataset)
        );
        await work.DrainAsync(report, cancellationToken);
        await db.Entry(dataset).ReloadAsync(cancellationToken);
        return dataset.State == DatasetState.Ready
            ? dataset
            : throw new FailureException(
                dataset.Failure ?? new Failure("internal-error", "The import did not end.", "Try again, and tell us if it happens twice.")
            );
    }

    /// <summary>The same for the same unchanged file, so that an archive that was unpacked for an earlier run is not unpacked
    /// again.</summary>
    static Guid IdOf(string path)
    {
        var changed = File.GetLastWriteTimeUtc(path).Ticks;
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{path}\n{changed}\n{length}"))[..16]);
    }

    /// <summary>Whoever runs the command, without limits.</summary>
    async Task<Caller> CallerAsync(CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var key = new ApiKey
        {
            Id = id,
            Name = "evaluate",
            Role = Role.Operator,
            // No text has it.
            Hash = id.ToString("N"),
            Prefix = "",
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        db.Keys.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        return new Caller(key.Id, key.Name, key.Role);
    }

    async Task<Model> ModelAsync(FileInfo file, ModelDeclaration manifest, Caller caller, CancellationToken cancellationToken)
    {
        string sha256;
        await using (var stream = file.OpenRead())
            sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        var archive = file.Extension.Equals(".zip", StringComparison.OrdinalIgnoreCase);
        // The store takes what it is given away; the user's file stays where it is.
        using var copy = TemporaryFile.In(Path.GetTempPath());
        file.CopyTo(copy.Path);
        var uploaded = await models.RegisterAsync(
            manifest,
            new ReceivedFile(copy.Path, archive ? "model.zip" : file.Name, file.Length, sha256),
            caller,
            cancellationToken
        );
        return uploaded.Model;
    }
}
