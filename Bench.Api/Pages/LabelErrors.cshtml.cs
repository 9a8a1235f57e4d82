using System.Globalization;
using Bench.Api.LabelErrors;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Api.Mistakes;
using Bench.Api.Verdicts;
using Bench.Data;
using Bench.Data.Labels;
using Bench.Data.Outcomes;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels;
using Bench.Service.Labels.Registration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>Labels that many models dispute, for people to judge, and the label set that is made of what they
/// say.</summary>
internal sealed class LabelErrorsModel(Boards boards, LabelErrorQuery query, VerdictLabelSet labelSets, BenchDb db, VerdictBook book)
    : ReviewPageModel(book)
{
    public const int PageSize = 24;

    [BindProperty(SupportsGet = true)]
    public string? Dataset { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Label { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool? Judged { get; set; }

    /// <summary>Only candidates that fewer reviewers than this have judged.</summary>
    [BindProperty(SupportsGet = true)]
    public int? FewerVotes { get; set; }

    /// <summary>Only candidates that this reviewer has not judged.</summary>
    [BindProperty(SupportsGet = true)]
    public string? NotBy { get; set; }

    /// <summary>Names of those who have judged.</summary>
    public IReadOnlyList<string> Reviewers { get; private set; } = [];

    /// <summary>Whether only candidates are shown that no other label set lists.</summary>
    [BindProperty(SupportsGet = true)]
    public bool? Unlisted { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>Key of the label set that the request before this one made.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Made { get; set; }

    /// <summary>Key of the label set to make.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>Null when there is no dataset yet.</summary>
    public LabelErrorPage? Found { get; private set; }

    public IReadOnlyList<string> Datasets { get; private set; } = [];

    /// <summary>Label sets with one label an image: what can be doubted.</summary>
    public IReadOnlyList<string> LabelSets { get; private set; } = [];

    public bool HasPictures { get; private set; }

    /// <summary>Images about which an operator has said something.</summary>
    public int Verdicts { get; private set; }

    /// <summary>How far reviewers agree; null where there is no dataset.</summary>
    public VerdictAgreement? Agreement { get; private set; }

    /// <summary>What the signed-in reviewer has said of the candidates shown, by image.</summary>
    IReadOnlyDictionary<int, LabelVerdict> Own { get; set; } = new Dictionary<int, LabelVerdict>();

    /// <summary>The choice between verdicts on a candidate; what the reader said before is chosen.</summary>
    public VerdictChoice Choice(LabelErrorCandidate item) =>
        new(
            item.Image,
            item.Given.ShortName,
            item.Suggested.ShortName,
            item.Suggested.Id,
            // Of another class than the suggested one, the choice would say something else than they did.
            Own.GetValueOrDefault(item.Image)
                is { } own
            && (own.Class ?? item.Suggested.Index) == item.Suggested.Index
                ? own.Verdict
                : null
        );

    /// <summary>What reviewers here say of a candidate, in a few words.</summary>
    public static string Judgement(LabelErrorCandidate item) =>
        item.Verdict is not { } verdict ? $"undecided after {Counted.Of(item.Votes, "vote")}"
        : item.Votes == 1 ? ImageRemarks.Words(verdict)
        : $"{ImageRemarks.Words(verdict)} ({Math.Round((item.Agreement ?? 0) * item.Votes):0} of {item.Votes} reviewers)";

    /// <summary>How many of the candidates that people reviewed are wrong, as the end of a sentence.</summary>
    public static string Hits(CandidateQuality quality) =>
        (quality.Precision is { } precision ? $"{NumberText.Percent(precision)} % of those are wrong" : "none of those were candidates")
        + (quality.Recall is { } recall ? $", which is {NumberText.Percent(recall)} % of all they found wrong" : "");

    /// <summary>How far reviewers agree beyond chance, as the end of a sentence.</summary>
    public static string Alpha(VerdictAgreement agreement) =>
        agreement.Alpha is { } alpha
            ? $": Krippendorff's α is {alpha.ToString("0.00;−0.00", CultureInfo.InvariantCulture)}, "
                + "where 1 is full agreement and 0 is agreement by chance"
            : "";

    /// <summary>Link to the beginning of the list with one filter changed.</summary>
    public string To(string filter, string? value) =>
        Request.With("/label-errors", (filter, value), ("cursor", null), ("saved", null), ("made", null));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        Datasets = [.. subjects.Select(subject => subject.Dataset).Distinct()];
        if (Datasets.Count == 0)
            return Page();
        var subject = LeaderboardPlanner.Subject(subjects, Dataset, null);
        HasPictures = await db.Datasets.AnyAsync(dataset => dataset.Id == subject.DatasetId && dataset.HasImages, cancellationToken);
        var reviewed = await ReviewedImage.OfAsync(db, subject.DatasetId, cancellationToken);
        Verdicts = reviewed.Count;
        Agreement = reviewed.Values.Agreement();
        Reviewers = [.. reviewed.Values.SelectMany(image => image.Votes).Select(vote => vote.By).Distinct().Order(StringComparer.Ordinal)];
        LabelSets = await db
            .LabelSets.Where(set => set.DatasetId == subject.DatasetId && set.IsCurrent && set.Kind == LabelSetKind.OneLabel)
            .OrderBy(set => set.Id)
            .Select(set => set.Key)
            .ToListAsync(cancellationToken);
        Found = await query.RunAsync(
            subject.Dataset,
            new LabelErrorRequest
            {
                LabelSet = LabelSet,
                Label = Label,
                Judged = Judged,
                Unlisted = Unlisted,
                FewerVotes = FewerVotes,
                NotBy = NotBy,
                Cursor = Cursor,
                Limit = PageSize,
            },
            reviewed,
            cancellationToken
        );
        if (Caller.Of(User) is { } caller)
            Own = (
                from item in Found.Items
                let vote = reviewed.GetValueOrDefault(item.Image)?.Votes.FirstOrDefault(vote => vote.By == caller.Name)
                where vote is not null
                select vote
            ).ToDictionary(vote => vote.Image);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var caller = Judge();
        return Again(
            ("saved", $"{await WriteAsync(await db.FindDatasetAsync(Dataset ?? "", cancellationToken), caller, cancellationToken)}")
        );
    }

    public async Task<IActionResult> OnPostLabelSetAsync(CancellationToken cancellationToken)
    {
        Judge();
        var dataset = await db.FindDatasetAsync(Dataset ?? "", cancellationToken);
        await labelSets.MakeAsync(dataset, new VerdictLabelSetRequest(Key ?? "", LabelSet), cancellationToken);
        return Again(("made", Key));
    }
}
