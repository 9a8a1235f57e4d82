using Bench.Service.Labels;
using Bench.Service.Models;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Predictions that somebody made elsewhere.</summary>
public sealed record SubmissionFile
{
    /// <summary>One of <see cref="SubmissionFormats"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Where the file lies.</summary>
    public required string Path { get; init; }

    /// <summary>Where the file lies that names the image of each row: JSON list, text lines or an ImageNetV2 list; null
    /// when there is none.</summary>
    public string? OrderPath { get; init; }

    /// <summary>Kind of the numbers by the submitter's word; null where the submitter does not say.</summary>
    public OutputKind? OutputKind { get; init; }

    /// <summary>The dataset that the predictions are about.</summary>
    public required LabelTarget Target { get; init; }

    internal static SubmissionException Invalid(string message) => new(SubmissionCodes.Invalid, message);
}
