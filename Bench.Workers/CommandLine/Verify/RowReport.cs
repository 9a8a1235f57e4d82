using Bench.Workers.Log;

namespace Bench.Workers.CommandLine.Verify;

/// <summary>The result of <c>verify row.json</c>.</summary>
/// <param name="Place">Of the receipt in the log, which had <paramref name="Size"/> entries.</param>
/// <param name="At">When the log was so long: what came later, another scoring or a retraction, is not in the
/// row.</param>
/// <param name="Retracted">Whether the row has been taken off the board.</param>
/// <param name="Numbers">The receipt's numbers against the files; null where files were not given, or are not those
/// that the receipt names.</param>
/// <param name="Gaps">What the row leaves open, in sentences.</param>
/// <param name="Faults">What is wrong, in sentences; empty when the row is verified.</param>
internal sealed record RowReport(
    Guid Evaluation,
    string Dataset,
    string LabelSet,
    long Place,
    long Size,
    DateTime At,
    bool Retracted,
    RowVerdict? Numbers,
    IReadOnlyList<string> Gaps,
    IReadOnlyList<string> Faults
);
