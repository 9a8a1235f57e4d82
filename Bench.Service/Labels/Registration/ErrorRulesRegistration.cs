using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Registry;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registration;

/// <summary>Registers an error-rules file, by which mistakes are sorted.</summary>
public sealed class ErrorRulesRegistration(BenchDb db, ClassFiles files, DatasetStore datasets, TimeProvider time)
{
    /// <summary>Fewer classes may well be all alike.</summary>
    const int LeastForAlike = 20;

    /// <exception cref="RefusalException">The file is not in order; nothing has changed.</exception>
    public async Task<ErrorRules> RunAsync(ReceivedFile file, string? source, CancellationToken cancellationToken)
    {
        var rules = Read(file);
        var newest = await db.ErrorRules.AsNoTracking().OrderByDescending(each => each.Id).FirstOrDefaultAsync(cancellationToken);
        if (newest?.Hash == file.Sha256)
            return newest;
        await RequireFitAsync(rules, file.FileName, cancellationToken);
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

    /// <summary>A file that says nothing of any class here would take the place of one that does. Before there is a dataset there is
    /// nothing to fit.</summary>
    async Task RequireFitAsync(ErrorRulesFile rules, string name, CancellationToken cancellationToken)
    {
        var ready = await db.Datasets.AsNoTracking().Where(dataset => dataset.State == DatasetState.Ready).ToListAsync(cancellationToken);
        var says = false;
        foreach (var dataset in ready.DistinctBy(dataset => dataset.ClassSpaceBlob))
        {
            var all = (await datasets.TargetAsync(dataset, cancellationToken)).Classes;
            if (
                all.Count >= LeastForAlike
                && rules.Superclasses.FirstOrDefault(each => each.Value.Count(member => all.IndexOf(member) is not null) == all.Count)
                    is { Key: { } broad }
            )
                throw RefusalException.Invalid(
                    "error-rules-unfit",
                    $"{FirstTen.Printable(name)} has all {all.Count:N0} classes of '{dataset.Key}' in the superclass "
                        + $"'{FirstTen.Printable(broad)}', so every mistake would be one between alike classes.",
                    "Give superclasses of classes that are much alike."
                );
            if (HierarchySense.WhyNot(rules.Superclasses.Values, [.. all.Classes.Select(known => known.Id)]) is { } senseless)
                throw RefusalException.Invalid(
                    "error-rules-unfit",
                    Sentence.Of($"{FirstTen.Printable(name)} {senseless}"),
                    "Give superclasses of classes that are much alike."
                );
            says |= Says(rules, all);
        }
        if (ready.Count > 0 && !says)
            throw RefusalException.Invalid(
                "error-rules-unfit",
                $"{FirstTen.Printable(name)} says nothing of the classes of any dataset here: no superclass has two of them, and no "
                    + "collapsed label and prediction are both classes.",
                "Name classes by their ids, as n02110063 of imagenet-1k, not by numbers or names."
            );
    }

    static bool Says(ErrorRulesFile rules, ClassSpace classes) =>
        rules.Superclasses.Values.Any(members => members.Count(member => classes.IndexOf(member) is not null) > 1)
        || rules.Collapsed.Any(label =>
            classes.IndexOf(label.Key) is not null && label.Value.Any(predicted => classes.IndexOf(predicted) is not null)
        );

    static ErrorRulesFile Read(ReceivedFile file)
    {
        try
        {
            using var content = File.OpenRead(file.Path);
            // The text reader owns the stream.
            using var text = PlainText.Of(content);
            var read = ErrorRulesFile.Read(text, FirstTen.Printable(file.FileName));
            read.RequireSense();
            return read;
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
