using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Review;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Run;

namespace Bench.Workers.Evaluations.Scores;

/// <summary>Puts what the shards of a run found out into its evaluation.</summary>
internal static class RunConclusion
{
    /// <param name="evaluation">Receives record, checks and speed.</param>
    /// <param name="parts">Its shards, which are done; at least one.</param>
    /// <exception cref="FailureException">The rows cannot be of the kind that the author declares.</exception>
    public static RunVerdict Of(Evaluation evaluation, IReadOnlyList<WorkItem> parts)
    {
        var notes = parts.Select(part => WorkJson.Read<ShardNotes>(part.Notes!)).ToList();
        var record = WorkJson.Read<RunRecord>(evaluation.Record!);
        evaluation.Record = WorkJson.Write(
            record with
            {
                Undecodable = [.. notes.SelectMany(note => note.Undecodable).Order()],
                Engines = [.. notes.Select(note => note.Engine).DistinctBy(engine => engine.ToString())],
            }
        );
        var rows = notes.Aggregate(new RowFacts(), (all, note) => note.Rows is { } more ? all.With(more) : all);
        var verdict = RunVerdict.Of(record, rows);
        evaluation.Checks = evaluation.Checks.With(EngineChecks.Of(notes)).With([.. RowChecks.Of(rows)]);
        if (verdict.Check is { } check)
            evaluation.Checks = evaluation.Checks.With([check]);
        // Shards on several machines run at the same time; images per second of the whole is what one device gave,
        // weighted by images.
        evaluation.ImagesPerSecond =
            parts.Sum(part => part.Count) / parts.Zip(notes, (part, note) => part.Count / note.ImagesPerSecond).Sum();
        return verdict;
    }
}
