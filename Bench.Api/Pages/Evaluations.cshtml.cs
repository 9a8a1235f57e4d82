using Bench.Api.Evaluations;
using Bench.Api.Teams;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Service.Access;
using Bench.Service.Evaluations.Start;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>Evaluations, newest first: what state each is in, how far it is, whose it is, and what can be done about
/// it.</summary>
internal sealed class EvaluationsModel(
    BenchDb db,
    EvaluationControl control,
    ProgressReader progress,
    AudienceReader audiences,
    Ledger ledger
) : BoardPageModel
{
    const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "state")]
    public EvaluationState? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "dataset")]
    public string? Dataset { get; set; }

    [BindProperty(SupportsGet = true, Name = "mine")]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true, Name = "before")]
    public Guid? Before { get; set; }

    public Caller? Caller { get; private set; }

    public IReadOnlyList<EvaluationRow> Rows { get; private set; } = [];

    /// <summary>Cursor of the next page; null on the last one.</summary>
    public Guid? Next { get; private set; }

    /// <summary>The rest of the limits of the key that is signed in.</summary>
    public IReadOnlyList<Balance> Balances { get; private set; } = [];

    public IReadOnlyList<string> Datasets { get; private set; } = [];

    IReadOnlyDictionary<Guid, string> _models = new Dictionary<Guid, string>();
    IReadOnlyDictionary<string, string> _datasets = new Dictionary<string, string>();

    /// <summary>Whether there is anything that not everybody may see, or it is whose work this is that is
    /// asked.</summary>
    public bool ShowsAudience => Mine || Rows.Any(row => SeenBy(row) is not null);

    /// <summary>Who may see an evaluation, by its model and by its dataset; null for everybody.</summary>
    public string? SeenBy(EvaluationRow row) =>
        (_models.GetValueOrDefault(row.ModelId), _datasets.GetValueOrDefault(row.Dataset)) switch
        {
            (null, null) => null,
            ({ } model, null) => model,
            (null, { } dataset) => $"dataset: {dataset}",
            var (model, dataset) => $"{model}; dataset: {dataset}",
        };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Caller = Caller.Of(User);
        Balances = Caller is null ? [] : await ledger.BalancesAsync(Caller, cancellationToken);
        Datasets = await db
            .Datasets.AsNoTracking()
            .OrderBy(dataset => dataset.Key)
            .Select(dataset => dataset.Key)
            .ToListAsync(cancellationToken);
        var found = await Wanted()
            .OrderByDescending(evaluation => evaluation.Id)
            .Take(PageSize + 1)
            .Select(evaluation => new EvaluationRow(
                evaluation.Id,
                evaluation.ModelId,
                db.Models.Where(model => model.Id == evaluation.ModelId).Select(model => model.Name).First(),
                db.Datasets.Where(dataset => dataset.Id == evaluation.DatasetId).Select(dataset => dataset.Key).First(),
                db.Keys.Where(key => key.Id == evaluation.OwnerKeyId).Select(key => key.Name).FirstOrDefault(),
                evaluation.OwnerKeyId,
                evaluation.State,
                evaluation.Done,
                evaluation.Total,
                evaluation.Advice != null,
                evaluation.Failure,
                evaluation.CreatedAt,
                evaluation.StartedAt,
                evaluation.FinishedAt
            ))
            .ToListAsync(cancellationToken);
        if (found.Count > PageSize)
            Next = found[PageSize - 1].Id;
        Rows = await WithProgressAsync(found.Take(PageSize).ToList(), cancellationToken);
        _models = await audiences.OfModelsAsync(Rows.Select(row => row.ModelId), cancellationToken);
        _datasets = await audiences.OfDatasetsAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostCancelAsync(Guid id, CancellationToken cancellationToken)
    {
        await control.CancelAsync(id, SignedIn(), cancellationToken);
        return LocalRedirect(Request.With(null, ("handler", null), ("id", null)));
    }

    public async Task<IActionResult> OnPostRetryAsync(Guid id, CancellationToken cancellationToken)
    {
        await control.RetryAsync(id, SignedIn(), cancellationToken);
        return LocalRedirect(Request.With(null, ("handler", null), ("id", null)));
    }

    IQueryable<Evaluation> Wanted()
    {
        var evaluations = db.Evaluations.AsNoTracking();
        if (Before is { } before)
            evaluations = evaluations.Where(evaluation => evaluation.Id < before);
        if (State is { } state)
            evaluations = evaluations.Where(evaluation => evaluation.State == state);
        if (Dataset is { Length: > 0 } key)
            evaluations = evaluations.Where(evaluation =>
                db.Datasets.Any(dataset => dataset.Id == evaluation.DatasetId && dataset.Key == key)
            );
        // Without a sign-in nothing is mine.
        if (Mine)
            evaluations = evaluations.Where(evaluation => Caller != null && evaluation.OwnerKeyId == Caller.KeyId);
        return evaluations;
    }

    /// <summary>Adds how far the unfinished ones are.</summary>
    async Task<IReadOnlyList<EvaluationRow>> WithProgressAsync(List<EvaluationRow> rows, CancellationToken cancellationToken)
    {
        var known = await progress.OfAsync([.. rows.Where(row => !row.State.IsFinal()).Select(row => row.UnderWay)], cancellationToken);
        return rows.ConvertAll(row => known.TryGetValue(row.Id, out var how) ? row with { How = how } : row);
    }

    /// <exception cref="RefusalException">Nobody is signed in.</exception>
    Caller SignedIn() =>
        Caller.Of(User)
        ?? throw new RefusalException(
            RefusalKind.Unauthenticated,
            "key-missing",
            "Nobody is signed in.",
            "Sign in at /sign-in with the key that started the evaluation, then try again."
        );
}
