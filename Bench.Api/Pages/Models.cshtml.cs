using Bench.Api.Models;
using Bench.Api.Teams;
using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Service.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>The registered models, newest first.</summary>
internal sealed class ModelsModel(BenchDb db, AudienceReader audiences) : BoardPageModel
{
    const int PageSize = 50;

    /// <summary>A part of a name or an architecture.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "mine")]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true, Name = "before")]
    public Guid? Before { get; set; }

    public Caller? Caller { get; private set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Models that not everybody may see, with who may.</summary>
    public IReadOnlyDictionary<Guid, string> Restricted { get; private set; } = new Dictionary<Guid, string>();

    public Guid? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Caller = Caller.Of(User);
        var models = db.Models.AsNoTracking();
        if (Before is { } before)
            models = models.Where(model => model.Id < before);
        if (Mine)
            models = models.Where(model => Caller != null && model.OwnerKeyId == Caller.KeyId);
        var found = await models
            .Named(Search)
            .OrderByDescending(model => model.Id)
            .Take(PageSize + 1)
            .Select(model => new Row(
                model.Id,
                model.Name,
                model.Architecture,
                model.State,
                db.Keys.Where(key => key.Id == model.OwnerKeyId).Select(key => key.Name).FirstOrDefault(),
                model.Precision,
                model.Parameters,
                model.FileSize,
                model.CreatedAt,
                db.Evaluations.Count(evaluation => evaluation.ModelId == model.Id && evaluation.State == EvaluationState.Completed),
                db.Evaluations.Count(evaluation => evaluation.ModelId == model.Id)
            ))
            .ToListAsync(cancellationToken);
        if (found.Count > PageSize)
            Next = found[PageSize - 1].Id;
        Rows = [.. found.Take(PageSize)];
        Restricted = await audiences.OfModelsAsync(Rows.Select(row => row.Id), cancellationToken);
        return Page();
    }

    public static string StateText(Data.Models.ModelState state) =>
        state == Data.Models.ModelState.PredictionsOnly ? "predictions only" : state.ToString().ToLowerInvariant();

    /// <param name="Owner">Name of the key that submitted it; null when that key is gone.</param>
    /// <param name="Completed">Completed evaluations, of <paramref name="Evaluations"/> in all.</param>
    internal sealed record Row(
        Guid Id,
        string Name,
        string? Architecture,
        Data.Models.ModelState State,
        string? Owner,
        string? Precision,
        long? Parameters,
        long FileSize,
        DateTime CreatedAt,
        int Completed,
        int Evaluations
    );
}
