namespace Bench.Workers.Log;

/// <summary>A receipt's numbers against the files that they were made of.</summary>
/// <param name="Same">Numbers that came out the same to the last digit, intervals included.</param>
/// <param name="Different">Those that did not, in sentences.</param>
/// <param name="Beyond">Metrics that need other evaluations or a class hierarchy too.</param>
/// <param name="OtherVersion">Metrics that this build defines otherwise: the build that made the receipt makes them
/// again.</param>
public sealed record RowVerdict(
    int Same,
    IReadOnlyList<string> Different,
    IReadOnlyList<string> Beyond,
    IReadOnlyList<string> OtherVersion
);
