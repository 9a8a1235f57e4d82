using Bench.Service.Inputs;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>Reads predictions-only submissions into the dataset's image order.</summary>
/// <remarks>Every image of the dataset must be predicted exactly once, and no other. Images are found by their path,
/// else by their bare name.</remarks>
public static class SubmissionReader
{
    /// <exception cref="SubmissionException">The file cannot be taken; the message says how many things are wrong and
    /// names the first ten.</exception>
    public static async Task<ReadSubmission> ReadAsync(SubmissionFile file, CancellationToken cancellationToken) =>
        file.Format switch
        {
            SubmissionFormats.Csv => CsvSubmission.Read(file),
            SubmissionFormats.Npz => await NpzSubmission.ReadAsync(file, cancellationToken),
            SubmissionFormats.TopKNpy => await TopKSubmission.ReadAsync(file, cancellationToken),
            _ => throw new SubmissionException(
                SubmissionCodes.FormatUnknown,
                $"there is no predictions format '{FirstTen.Printable(file.Format)}'; known are {string.Join(", ", SubmissionFormats.All)}"
            ),
        };
}
