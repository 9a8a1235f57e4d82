using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Labels;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registration;

/// <summary>Registers an error-rules file, by which mistakes are sorted.</summary>
public sealed class ErrorRulesRegistration(BenchDb db, ClassFiles files, TimeProvider time)
{
    /// <exception cref="RefusalException">The file is not in order; nothing has changed.</exception>
    public async Task<ErrorRules> RunAsync(ReceivedFile file, string? source, CancellationToken cancellationToken)
    {
        var rules = Read(file);
        var newest = await db.ErrorRules.AsNoTracking().OrderByDescending(each => each.Id).FirstOrDefaultAsync(cancellationToken);
        if (newest?.Hash == file.Sha256)
            return newest;
        var row = new ErrorRules
        {
            Id = Guid.CreateVersion7(),
            Source = source,
            Hash = file.Sha256,
            Blob = BlobKeys.ErrorRules(file.Sha256),
            Superclasses = rules.Superclasses.Count,
            CollapsedPairs = rules.CollapsedPairs,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        await files.AddAsync(row, row.Blob, file.Path, cancellationToken);
        return row;
    }

    static ErrorRulesFile Read(ReceivedFile file)
    {
        try
        {
            using var content = File.OpenRead(file.Path);
            return ErrorRulesFile.Read(content, file.FileName);
        }
        catch (FormatException error)
        {
            throw RefusalException.Invalid(
                "error-rules-invalid",
                Sentence.Of(error.Message),
                "Send {\"superclasses\": {\"name\": [\"class id\", …]}, \"collapsed\": {\"class id\": [\"class id\", …]}}; "
                    + "either part may be absent."
            );
        }
    }
}
