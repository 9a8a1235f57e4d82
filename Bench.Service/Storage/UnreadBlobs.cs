using Bench.Data;
using Bench.Data.Blobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Storage;

/// <summary>Removes the blobs of rows that are gone. Rows first, then blobs: dying in between leaves blobs that nobody
/// reads, which waste disk space and change no result.</summary>
public sealed class UnreadBlobs(BenchDb db, IBlobStore blobs)
{
    /// <summary>Keys of one question to the database.</summary>
    const int Piece = 500;

    /// <summary>Removes a model's file unless a row has the same bytes: they may have been uploaded again meanwhile.</summary>
    public async Task DeleteModelAsync(string sha256, string key)
    {
        if (!await db.Models.IgnoreQueryFilters().AnyAsync(model => model.Sha256 == sha256, CancellationToken.None))
            await blobs.DeleteAsync(key, CancellationToken.None);
    }

    /// <param name="keys">What the removed rows named. Predictions that another evaluation was scored from stay: one of
    /// the same file and contract shares them.</param>
    public async Task DeleteAsync(IEnumerable<string> keys)
    {
        foreach (var piece in keys.Chunk(Piece))
        {
            var read = await db
                .Evaluations.IgnoreQueryFilters()
                .Where(evaluation => piece.Contains(evaluation.PredictionsBlob!))
                .Select(evaluation => evaluation.PredictionsBlob!)
                .ToListAsync(CancellationToken.None);
            foreach (var blob in piece.Except(read))
                await blobs.DeleteAsync(blob, CancellationToken.None);
        }
    }
}
