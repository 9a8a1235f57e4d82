namespace Bench.Service.Evaluations.Submissions;

/// <summary>Ids of the formats of predictions-only submissions, as they appear in the API.</summary>
public static class SubmissionFormats
{
    public const string Csv = "csv";
    public const string Npz = "npz";
    public const string TopKNpy = "topk-npy";

    public static readonly IReadOnlyList<string> All = [Csv, Npz, TopKNpy];
}
