using Bench.Data.Log;
using Bench.Service.Refusals;

namespace Bench.Api.Reports;

/// <summary>The record of an entry or an evaluation that was taken off the board.</summary>
/// <param name="Name">Of the model; null where only the log knows of the evaluation.</param>
/// <param name="Owner">Name of the key that submitted it, as it was then.</param>
/// <param name="SubmittedAt">UTC; null where nothing says.</param>
/// <param name="By">Name of the key that took it away; null where the service did, or a dataset went.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Reason">The reason, as the log or the person who deleted it gives it.</param>
/// <param name="Entry">The model's entry; null where none is known.</param>
/// <param name="Measured">The newest receipt of each evaluation and label set.</param>
internal sealed record Tombstone(
    string? Name,
    string? Owner,
    DateTime? SubmittedAt,
    string? By,
    DateTime At,
    string? Reason,
    Guid? Entry,
    IReadOnlyList<ReceiptBody> Measured
)
{
    /// <summary>The answer to a script that asks for the model.</summary>
    public RefusalException Refusal() =>
        new(
            RefusalKind.Gone,
            "model-retracted",
            $"The model '{Name}' was deleted on {At:yyyy-MM-dd} by {By}{(Reason is null ? "" : $": {Reason.TrimEnd('.')}")}.",
            $"/models/{Entry} shows what was measured; GET /api/v1/log/rows/{{evaluation}} proves it."
        );
}
