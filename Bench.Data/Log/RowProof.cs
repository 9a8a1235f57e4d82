using System.Text;
using System.Text.Json;

namespace Bench.Data.Log;

/// <summary>Checks everything about a row that needs no more than the row itself.</summary>
public static class RowProof
{
    /// <summary>Machines' clocks, and the moments between writing an entry and giving it its place.</summary>
    static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <summary>Faults, in sentences; none when the row is what the log says.</summary>
    /// <param name="row">The row as the service answered it, or somebody else passed on.</param>
    /// <param name="trustedKey">The service's public key from another source; null to take the row's own.</param>
    public static IReadOnlyList<string> FindFaults(ProvenRow row, string? trustedKey = null)
    {
        var faults = new List<string>();
        try
        {
            Check(row, trustedKey, faults);
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            faults.Add($"The row cannot be read: {error.Message.TrimEnd('.')}.");
        }
        return faults;
    }

    /// <summary>What a sound row leaves open, in sentences: a part that was left out is hidden without a
    /// fault.</summary>
    /// <param name="row">The row.</param>
    /// <param name="trustedKey">The service's public key from another source; null where the row's own was taken.</param>
    public static IReadOnlyList<string> FindGaps(ProvenRow row, string? trustedKey = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        var gaps = new List<string>();
        if (trustedKey is null)
            gaps.Add("No key was given: the row is checked against the key that it names itself.");
        if (row.Submission is null)
            gaps.Add("No submission is shown: nothing says that the row was entered before its numbers were known.");
        if (row.Earlier is null)
            gaps.Add("No earlier tree head is shown: nothing says that the log only grew.");
        return gaps;
    }

    static void Check(ProvenRow row, string? trustedKey, List<string> faults)
    {
        if (trustedKey is not null && !string.Equals(trustedKey, row.PublicKey, StringComparison.OrdinalIgnoreCase))
            faults.Add($"The row is signed with the key {row.PublicKey}, not with {trustedKey}.");
        var key = Convert.FromHexString(trustedKey ?? row.PublicKey);
        var head = row.Head.ToHead();
        if (!LogSigner.IsValid(head, key))
            faults.Add("The signature of the tree head is not valid.");
        Include("receipt", row.Receipt);
        Include("submission", row.Submission);
        Include("retraction", row.Retraction);
        var receipt = LogBodies.Read<ReceiptBody>(row.Receipt.Body);
        if (receipt.Kind != LogEntryKind.Receipt)
            faults.Add("The log entry is not one of this receipt.");
        if (row.Submission is { } submitted)
            Compare(LogBodies.Read<SubmissionBody>(submitted.Body), submitted.Place, receipt, row.Receipt.Place, faults);
        if (row.Retraction is { } shown)
        {
            var retraction = LogBodies.Read<RetractionBody>(shown.Body);
            if (retraction.Kind != LogEntryKind.Retraction || retraction.Evaluation != receipt.Evaluation)
                faults.Add("The retraction is of another evaluation.");
        }
        if (receipt.At > head.At + Tolerance)
            faults.Add("The receipt is dated after the tree head that holds it.");
        if (row.Earlier is null)
            return;
        var earlier = row.Earlier.ToHead();
        if (!LogSigner.IsValid(earlier, key))
            faults.Add("The signature of the earlier tree head is not valid.");
        if (!MerkleProof.IsConsistent(earlier.Size, head.Size, earlier.Root, head.Root, Hashes(row.Consistency)))
            faults.Add("The earlier log is not the beginning of this one: an entry was changed, removed or moved.");
        if (row.Receipt.Place >= earlier.Size && receipt.At + Tolerance < earlier.At)
            faults.Add("The receipt came after the earlier tree head and is dated before it.");

        void Include(string name, ProvenEntry? entry)
        {
            if (entry is null)
                return;
            var leaf = MerkleTree.LeafHash(Encoding.UTF8.GetBytes(entry.Body));
            if (!MerkleProof.Includes(leaf, entry.Place, head.Size, Hashes(entry.Path), head.Root))
                faults.Add($"The {name} is not in the log at place {entry.Place}.");
        }
    }

    static void Compare(SubmissionBody submission, long submissionPlace, ReceiptBody receipt, long receiptPlace, List<string> faults)
    {
        if (submission.Kind != LogEntryKind.Submission || submission.Evaluation != receipt.Evaluation)
            faults.Add("The submission is of another evaluation.");
        if (submissionPlace >= receiptPlace)
            faults.Add("The submission came into the log after it was scored.");
        if (
            submission.Model != receipt.Model
            || submission.Manifest != receipt.Manifest
            || submission.Preprocessing != receipt.Preprocessing
        )
            faults.Add("What was scored is not what was submitted: model, images or preprocessing differ.");
        if (submission.Predictions is { } sent && sent != receipt.Predictions)
            faults.Add("The predictions that were scored are not those that were submitted.");
        if (submission.At > receipt.At + Tolerance)
            faults.Add("The submission is dated after its receipt.");
    }

    static List<byte[]> Hashes(IReadOnlyList<string> path) => [.. path.Select(Convert.FromHexString)];
}
