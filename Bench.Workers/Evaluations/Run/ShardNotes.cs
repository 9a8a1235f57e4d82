namespace Bench.Workers.Evaluations.Run;

/// <summary>What running one shard found out, kept with its work item until the evaluation is scored.</summary>
/// <param name="Undecodable">Images (indices in the manifest) that could not be decoded and were left out.</param>
/// <param name="ImagesPerSecond">Over the whole shard, from the first crop to the last row.</param>
/// <param name="Provider">Execution provider in force on the machine that ran it.</param>
internal sealed record ShardNotes(IReadOnlyList<int> Undecodable, double ImagesPerSecond, string Provider);
