namespace Bench.Api.Metrics;

/// <summary>Sentences below a table for its numbers without an interval, one for each reason: a title is seen only by people with a mouse
/// alone.</summary>
internal static class NoIntervalNotes
{
    /// <param name="numbers">What each number is called there, and why it has no interval; null where it has one.</param>
    public static IReadOnlyList<string> Of(IEnumerable<(string Name, NoIntervalView? Why)> numbers) =>
        [
            .. numbers
                .Where(number => number.Why is not null)
                .GroupBy(number => number.Why!)
                .Select(same => $"No interval of {string.Join(", ", same.Select(number => number.Name).Distinct())}: {same.Key.Reason}."),
        ];
}
