using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Service.Audits;

namespace Bench.Api.Audits;

/// <summary>A model asked about some pictures, and what followed.</summary>
/// <param name="ModelId">The model that is asked.</param>
/// <param name="State">queued, running, completed or failed.</param>
/// <param name="SpotCheck">What a spot check draws and found; null for a test of ownership.</param>
/// <param name="Ownership">What a test of ownership asks and found; null for a spot check.</param>
/// <param name="Error">Why it failed.</param>
public sealed record ModelAuditView(
    Guid Id,
    Guid ModelId,
    string ModelName,
    string Dataset,
    EvaluationState State,
    SpotCheckView? SpotCheck,
    OwnershipView? Ownership,
    Failure? Error,
    DateTime CreatedAt,
    DateTime? FinishedAt
);

/// <param name="EvaluationId">The submitted predictions.</param>
/// <param name="Seed">32 bytes, hexadecimal: the images are those with the smallest SHA-256 of seed and index.</param>
/// <param name="RowsRoot">Root of the hash tree over all submitted rows.</param>
/// <param name="Images">Rows to make again.</param>
/// <param name="Result">What was found; null until it has ended.</param>
/// <param name="Sentence">The same in a sentence.</param>
/// <param name="MostFalse">The largest share of all rows that may be false, at 95 %; null until it has ended.</param>
/// <param name="Draw">The text of rows and model that the service signed; the seed is the SHA-256 of the signature. Null
/// for checks of versions that drew random bytes.</param>
/// <param name="EarlierChecks">Checks of other submissions of this dataset with the same model, and of deleted
/// submissions, that the same owner asked for before: <c>mostFalse</c> is corrected for them.</param>
public sealed record SpotCheckView(
    Guid EvaluationId,
    string Seed,
    string RowsRoot,
    int Images,
    SpotCheckResult? Result,
    string? Sentence,
    double? MostFalse,
    SignedText? Draw,
    int EarlierChecks
);

/// <param name="Keys">Secret keys; what they show and their labels are told to nobody.</param>
/// <param name="TopK">A key counts where its label is among this many best classes.</param>
/// <param name="Level">Chance that a model that never saw the data is said to have.</param>
/// <param name="Commitment">SHA-256 of the file with the keys.</param>
/// <param name="Hits">Keys that count; null until it has ended.</param>
/// <param name="Log10PValue">Decimal logarithm of the exact binomial p-value.</param>
/// <param name="Detected">Whether p is at most the level.</param>
/// <param name="Certificate">The finding as the service signed it; null until it has ended.</param>
/// <param name="EarlierTests">Tests of the same model by the same owner before this one: p is not corrected for
/// them.</param>
public sealed record OwnershipView(
    int Keys,
    int TopK,
    double Level,
    string Commitment,
    int? Hits,
    double? Log10PValue,
    bool? Detected,
    SignedText? Certificate,
    int EarlierTests
);

/// <param name="Text">What was signed, as UTF-8 with line feeds.</param>
/// <param name="Signature">Ed25519 signature over it, hexadecimal.</param>
/// <param name="PublicKey">The key of the log, hexadecimal.</param>
public sealed record SignedText(string Text, string Signature, string PublicKey);

/// <summary>A submitted row and the way from it to the root over all rows (RFC 6962).</summary>
/// <param name="Row">The text that is hashed: path, ranked classes, their logits, log Σ exp, separated by tabs.</param>
/// <param name="Place">Its place, the image's index.</param>
/// <param name="Size">Rows in all.</param>
/// <param name="Path">Hashes from the leaf upwards, hexadecimal.</param>
/// <param name="RowsRoot">The root, which the log has since the submission.</param>
public sealed record OpenedRow(string Row, int Place, int Size, IReadOnlyList<string> Path, string RowsRoot);
