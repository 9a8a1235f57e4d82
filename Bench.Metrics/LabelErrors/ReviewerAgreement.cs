namespace Bench.Metrics.LabelErrors;

/// <summary>How far reviewers of the same images agree, beyond chance: Krippendorff's α for names.</summary>
/// <param name="Alpha">1 where all agree, 0 where they agree as often as if answers were dealt out again, below where
/// they agree less; NaN where no image has two answers, or all answers are one.</param>
/// <param name="Images">Images with at least two answers.</param>
/// <param name="Unanimous">Of those, images on which all agree.</param>
/// <remarks>α = 1 − Dₒ / Dₑ: Dₒ is the share of pairs of answers to one image that differ, each image weighing as many
/// pairs as it has answers; Dₑ the share of differing pairs among all those answers, whatever their image.
/// Krippendorff, "Content analysis", 2004. Images with one answer count for nothing.</remarks>
public readonly record struct ReviewerAgreement(double Alpha, int Images, int Unanimous)
{
    /// <param name="answers">The answers to each image; equal ones agree.</param>
    public static ReviewerAgreement Of<T>(IEnumerable<IReadOnlyCollection<T>> answers)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(answers);
        int images = 0,
            unanimous = 0,
            n = 0;
        var observed = 0.0;
        var totals = new Dictionary<T, int>();
        foreach (var image in answers.Where(image => image.Count > 1))
        {
            var counts = image.CountBy(answer => answer).ToList();
            foreach (var (answer, count) in counts)
                totals[answer] = totals.GetValueOrDefault(answer) + count;
            images++;
            if (counts.Count == 1)
                unanimous++;
            n += image.Count;
            observed += ((double)image.Count * image.Count - counts.Sum(each => (double)each.Value * each.Value)) / (image.Count - 1);
        }
        var expected = ((double)n * n - totals.Values.Sum(count => (double)count * count)) / (n - 1);
        return new(images == 0 || expected == 0 ? double.NaN : 1 - observed / expected, images, unanimous);
    }
}
