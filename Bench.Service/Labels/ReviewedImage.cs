using Bench.Data;
using Bench.Data.Labels;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels;

/// <summary>Verdicts of the reviewers here on one image's label.</summary>
/// <param name="Image">Place in the dataset's image order.</param>
/// <param name="Votes">One of each reviewer, the first one first; at least one.</param>
public sealed record ReviewedImage(int Image, IReadOnlyList<LabelVerdict> Votes)
{
    /// <summary>The majority's verdict and class alike; without a verdict where two answers have equally
    /// many.</summary>
    public ImageVerdict Decision
    {
        get
        {
            var answers = Votes.CountBy(Answer).OrderByDescending(answer => answer.Value).ToList();
            return answers.Count == 1 || answers[0].Value > answers[1].Value ? answers[0].Key : new ImageVerdict(null, null);
        }
    }

    /// <summary>Share of the reviewers who give the commonest answer, in (0, 1].</summary>
    public double Agreement => (double)Votes.CountBy(Answer).Max(answer => answer.Value) / Votes.Count;

    /// <summary>The answer of each reviewer.</summary>
    public IReadOnlyList<ImageVerdict> Answers => [.. Votes.Select(Answer)];

    /// <summary>Whether a reviewer, by the name of their key, has said something of it.</summary>
    public bool HasVoteOf(string reviewer) => Votes.Any(vote => vote.By == reviewer);

    /// <summary>The last vote.</summary>
    public LabelVerdict Latest => Votes.MaxBy(vote => vote.UpdatedAt)!;

    /// <summary>Every reviewed image of a dataset, by its place.</summary>
    public static async Task<IReadOnlyDictionary<int, ReviewedImage>> OfAsync(
        BenchDb db,
        Guid datasetId,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        return Of(await db.LabelVerdicts.AsNoTracking().Where(vote => vote.DatasetId == datasetId).ToListAsync(cancellationToken))
            .ToDictionary(image => image.Image);
    }

    /// <summary>Votes gathered by image, in image order.</summary>
    public static IEnumerable<ReviewedImage> Of(IEnumerable<LabelVerdict> votes) =>
        votes
            .GroupBy(vote => vote.Image)
            .OrderBy(image => image.Key)
            .Select(image => new ReviewedImage(image.Key, [.. image.OrderBy(vote => vote.Id)]));

    static ImageVerdict Answer(LabelVerdict vote) => new(vote.Verdict, (ushort?)vote.Class);
}
