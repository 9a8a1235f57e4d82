using Bench.Data.Evaluations;
using Bench.Data.Outcomes;

namespace Bench.Data.Inquiries;

/// <summary>A request to one model other than for its scores: an attack, an explanation, an audit. All are in one
/// table.</summary>
/// <remarks>Each step commits what it made together with the end of its work item: a worker that dies before leaves the row
/// as it was, and the step is done again with the same numbers.</remarks>
public abstract class Inquiry
{
    public Guid Id { get; init; }

    /// <summary>The model that is run.</summary>
    public required Guid ModelId { get; init; }

    /// <summary>Whose images are shown, or whose classes the answers mean.</summary>
    public required Guid DatasetId { get; init; }

    /// <summary>The key that asked for it.</summary>
    public Guid? OwnerKeyId { get; init; }

    /// <summary>The request with every default filled in, as JSON.</summary>
    public required string Spec { get; init; }

    /// <summary>The model's preprocessing contract, as canonical JSON.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>Queued, running, completed, failed or cancelled.</summary>
    public EvaluationState State { get; set; }
    public Failure? Failure { get; set; }

    /// <summary>Images to do; what was asked for until the first step has counted them.</summary>
    public int Total { get; set; }

    /// <summary>Images that are done, in the order in which they are chosen.</summary>
    public int Done { get; set; }

    /// <summary>How the model is run, as JSON; null until it runs.</summary>
    public string? Record { get; set; }

    /// <summary>Blob key of the images that are done; null where each step's work item names a blob of its own.</summary>
    public string? ResultsBlob { get; set; }

    /// <summary>The findings so far, as JSON.</summary>
    public string? Summary { get; set; }

    public DateTime CreatedAt { get; init; }
    public DateTime? StartedAt { get; set; }
    public DateTime? FinishedAt { get; set; }
}
