namespace Bench.Data.Log;

/// <summary>A row of a board with all that is needed to check it without the service. Hashes, keys and signatures are
/// hexadecimal.</summary>
/// <param name="PublicKey">Of the service that signed: compare it with one from elsewhere.</param>
/// <param name="Head">What the log was when this was answered.</param>
/// <param name="Submission">Written before anything was scored; null for rows older than the log.</param>
/// <param name="Receipt">What went in, and every number that came out.</param>
/// <param name="Retraction">Present when the row has been taken off the board since.</param>
/// <param name="Earlier">A head that was signed before, by default the one after which the receipt came; null where
/// there was none.</param>
/// <param name="Consistency">Shows the earlier log to be the beginning of this one.</param>
/// <param name="Files">Addresses of the files that the numbers are made of.</param>
public sealed record ProvenRow(
    string PublicKey,
    SignedHead Head,
    ProvenEntry? Submission,
    ProvenEntry Receipt,
    ProvenEntry? Retraction,
    SignedHead? Earlier,
    IReadOnlyList<string> Consistency,
    RowFiles Files
);

/// <param name="Size">Number of entries.</param>
/// <param name="Root">Of the tree over them.</param>
/// <param name="Signature">Ed25519 over four lines: <c>bench tree head 1</c>, size, root, time as
/// <c>2026-01-31T12:00:00Z</c>, each ended by a line feed.</param>
public sealed record SignedHead(long Size, string Root, DateTime At, string Signature)
{
    public static SignedHead Of(TreeHead head) =>
        new(head.Size, Convert.ToHexStringLower(head.Root), head.At, Convert.ToHexStringLower(head.Signature));

    /// <exception cref="FormatException">A field is not hexadecimal.</exception>
    public TreeHead ToHead() =>
        new()
        {
            Size = Size,
            Root = Convert.FromHexString(Root),
            At = At.ToUniversalTime(),
            Signature = Convert.FromHexString(Signature),
        };
}

/// <param name="Place">Index of the leaf, from 0.</param>
/// <param name="Body">The entry, byte for byte.</param>
/// <param name="Path">Hashes that lead from the leaf to the head's root.</param>
public sealed record ProvenEntry(long Place, string Body, IReadOnlyList<string> Path);

/// <param name="Predictions">The .npz.</param>
/// <param name="Labels">The label set as it is stored.</param>
/// <param name="Manifest">The list of images.</param>
public sealed record RowFiles(string Predictions, string Labels, string Manifest);
