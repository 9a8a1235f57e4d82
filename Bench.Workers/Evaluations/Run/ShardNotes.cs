using System.Text.Json.Serialization;
using Bench.Service.Evaluations.Review;
using Bench.Service.Models;

namespace Bench.Workers.Evaluations.Run;

/// <summary>Findings of running one shard, kept with its work item until the evaluation is scored.</summary>
/// <param name="Undecodable">Images (indices in the manifest) that could not be decoded and were left out.</param>
/// <param name="ImagesPerSecond">Over the whole shard, from the first crop to the last row.</param>
/// <param name="Engine">What ran it, with every option that can change a number.</param>
/// <param name="Difference">How far its answer to noise was from the inspection's, relative; null where the inspection
/// kept none.</param>
/// <param name="Rows">What its rows of the model's output have in common; null in notes of an earlier version.</param>
/// <param name="Outcomes">Which of its images it gets right, for a question that may end the evaluation: one letter an
/// image.</param>
internal sealed record ShardNotes(
    IReadOnlyList<int> Undecodable,
    double ImagesPerSecond,
    EngineRecord Engine,
    double? Difference,
    RowFacts? Rows = null,
    string? Outcomes = null
)
{
    /// <summary>Crops that had to be made: of the others this machine had the crop already.</summary>
    [JsonIgnore]
    public int CropsMade { get; init; }
}
