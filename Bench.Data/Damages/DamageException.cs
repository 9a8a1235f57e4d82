using Bench.Data.Outcomes;

namespace Bench.Data.Damages;

/// <summary>Something stored is not what it was when it was stored. The request is not to blame, and no number may be
/// made of it.</summary>
/// <param name="subject">What is damaged: a blob's key, a picture as <c>dataset/path</c>, a part of the log, or a row's
/// scores.</param>
/// <param name="failure">Code, sentence and next step for the caller.</param>
public sealed class DamageException(string subject, Failure failure) : IOException($"{failure.Code}: {failure.Message}")
{
    /// <summary>A stored file differs from the SHA-256 in its name, or is gone.</summary>
    public const string BlobCode = "blob-damaged";

    /// <summary>The log that anyone can verify is not what was signed.</summary>
    public const string LogCode = "log-damaged";

    /// <summary>A number of the board is not the one in its receipt.</summary>
    public const string NumberCode = "number-changed";

    /// <summary>A picture of a dataset differs from the SHA-256 that its import wrote down.</summary>
    public const string PictureCode = "content-changed";

    public string Subject { get; } = subject;

    public Failure Failure { get; } = failure;

    public static DamageException Blob(string key, bool missing = false) =>
        new(
            key,
            new Failure(
                BlobCode,
                missing
                    ? $"The stored file {key} is missing: the service lost it."
                    : $"The stored file {key} is damaged: its SHA-256 is not the one in its name. No number was computed from it.",
                "The submission is not at fault. Tell the operator: 'verify' lists what is damaged; once the file is back (from "
                    + "a backup, or by sending the same bytes again) retry."
            )
        );

    /// <param name="what">What was found, as the end of a sentence.</param>
    public static DamageException Log(string what) =>
        new(
            "log",
            new Failure(
                LogCode,
                $"The log cannot be vouched for: {what}.",
                "Nothing that is asked of the log is answered until the operator has found out why; the board itself is served."
            )
        );

    /// <param name="subject">The entry or head.</param>
    /// <param name="message">What was found, in a sentence.</param>
    public static DamageException LogEntry(string subject, string message) =>
        new(
            subject,
            new Failure(LogCode, message, "Compare the log with a backup of the database, and with heads that readers have kept.")
        );

    /// <param name="evaluation">Whose number it is.</param>
    /// <param name="labelSet">Key of the label set.</param>
    /// <param name="what">What differs, as the end of a sentence.</param>
    public static DamageException Number(Guid evaluation, string labelSet, string what) =>
        new(
            $"scores/{evaluation}/{labelSet}",
            new Failure(
                NumberCode,
                $"The numbers of evaluation {evaluation} under '{labelSet}' are not those of its receipt in the log: {what}.",
                "Somebody changed the database. 'rescore' computes the numbers again from the stored predictions; find out who did."
            )
        );

    public static DamageException Picture(string dataset, string path) =>
        new(
            $"{dataset}/{path}",
            new Failure(
                PictureCode,
                $"The picture {path} of dataset '{dataset}' is not the one that was imported: its SHA-256 differs. No number was "
                    + "made of it.",
                "The submission is not at fault. Ask the operator to put the imported file back, or to import the changed "
                    + "pictures as a dataset of their own; then retry."
            )
        );
}
