using System.Text.Json;
using Bench.Data.Blobs;
using Bench.Data.Log;
using Bench.Data.Predictions;
using Bench.Service.Datasets;
using Bench.Service.Labels;
using Bench.Service.Work;
using Bench.Workers.Log;

namespace Bench.Workers.CommandLine.Verify;

/// <summary><c>verify row.json</c>: signatures, proofs, files and numbers of one row, offline.</summary>
internal static class RowVerification
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="FailureException">The row is not what it claims to be, or a file cannot be read.</exception>
    public static async Task<RowReport> RunAsync(
        FileInfo row,
        string? key,
        FileInfo? predictions,
        FileInfo? labels,
        FileInfo? manifest,
        CancellationToken cancellationToken
    )
    {
        var proven = await ReadAsync(row, cancellationToken);
        var faults = RowProof.FindFaults(proven, key).ToList();
        var receipt = LogBodies.Read<ReceiptBody>(proven.Receipt.Body);
        foreach (
            var (name, file, sha256) in new[]
            {
                ("predictions", predictions, receipt.Predictions),
                ("labels", labels, receipt.Labels),
                ("manifest", manifest, receipt.Manifest),
            }
        )
        {
            if (file is null)
                continue;
            if (!file.Exists)
                throw new FailureException(
                    "file-missing",
                    $"There is no file '{file}'.",
                    $"Download it: the row's field 'files' has its address ({name})."
                );
            if (await VerifiedFiles.Sha256Async(file.FullName, cancellationToken) != sha256)
                faults.Add($"'{file}' is not the file that the receipt names as {name}: its SHA-256 differs.");
        }
        RowVerdict? verdict = null;
        if (faults.Count == 0 && predictions is not null && labels is not null && manifest is not null)
            verdict = await DeriveAsync(receipt, predictions, labels, manifest, cancellationToken);
        faults.AddRange(verdict?.Different.Select(different => $"{different}.") ?? []);
        return new RowReport(
            receipt.Evaluation,
            receipt.Dataset,
            receipt.LabelSet,
            proven.Receipt.Place,
            proven.Head.Size,
            proven.Head.At,
            proven.Retraction is not null,
            verdict,
            RowProof.FindGaps(proven, key),
            faults
        );
    }

    static async Task<ProvenRow> ReadAsync(FileInfo row, CancellationToken cancellationToken)
    {
        if (!row.Exists)
            throw new FailureException(
                "file-missing",
                $"There is no file '{row}'.",
                "Download the row from /api/v1/log/rows/{evaluation}."
            );
        try
        {
            await using var stream = row.OpenRead();
            var proven = await JsonSerializer.DeserializeAsync<ProvenRow>(stream, Json, cancellationToken);
            if (proven is not { Head: not null, Receipt: not null, PublicKey: not null })
                throw new JsonException("a head, a receipt or a key is missing");
            LogBodies.Read<ReceiptBody>(proven.Receipt.Body);
            return proven;
        }
        catch (JsonException error)
        {
            throw new FailureException(
                "row-invalid",
                $"'{row}' is not a row of a log: {error.Message.TrimEnd('.')}.",
                "Download the row from /api/v1/log/rows/{evaluation}, and do not change it."
            );
        }
    }

    static async Task<RowVerdict> DeriveAsync(
        ReceiptBody receipt,
        FileInfo predictions,
        FileInfo labels,
        FileInfo manifest,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await RowScores.DeriveAsync(receipt, predictions.FullName, labels.FullName, manifest.FullName, cancellationToken);
        }
        catch (Exception error) when (error is PredictionFileException or LabelSetException or DatasetImportException)
        {
            throw new FailureException(
                "row-invalid",
                $"The files cannot be read: {error.Message.TrimEnd('.')}.",
                "The version of Bench that made the receipt reads them; the field 'engine' of the receipt names it."
            );
        }
    }
}
