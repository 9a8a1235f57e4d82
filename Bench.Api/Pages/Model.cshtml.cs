using Bench.Api.Audits;
using Bench.Api.Explanations;
using Bench.Api.Leaderboard;
using Bench.Api.Mistakes;
using Bench.Api.Reports;
using Bench.Api.Teams;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Service.Access;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Bench.Service.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>All that is known of one model.</summary>
internal sealed class ModelModel(
    BenchDb db,
    ModelReports reports,
    FamilyReader family,
    EvaluationCurveReader curves,
    ModelRanks ranks,
    ModelAuditReader audits,
    ExplanationReader explanations,
    Tombstones tombstones,
    AudienceReader audiences,
    ModelEditing editing
) : BoardPageModel
{
    /// <summary>The record of a deleted entry; null for one that is here or never was.</summary>
    public Tombstone? Tombstone { get; private set; }

    /// <summary>Null when there is no such model.</summary>
    public ModelReport? Report { get; private set; }

    public IReadOnlyList<FamilyComparison> Family { get; private set; } = [];

    /// <summary>Who may see it, in words; null for everybody.</summary>
    public string? Restricted { get; private set; }

    /// <summary>The form that changes it; null for readers who may not.</summary>
    public AudienceChoice? Sharing { get; private set; }

    /// <summary>The model's rank on each board that has it.</summary>
    public IReadOnlyList<ModelRank> Ranks { get; private set; } = [];

    /// <summary>Audits and explained samples.</summary>
    public ModelInquiries Inquiries { get; private set; } = new([], []);

    /// <summary>Address of this service, as the reader's browser knows it.</summary>
    public string Root => $"{Request.Scheme}://{Request.Host}{Request.PathBase}";

    /// <summary>Drawings of the newest evaluation over the first dataset; null where no predictions are
    /// stored.</summary>
    public EvaluationCurves? Curves { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if ((Tombstone = await tombstones.OfModelAsync(id, cancellationToken)) is not null)
            return Gone();
        Report = await reports.ReadAsync(id, cancellationToken);
        Family = await family.ReadAsync(Report, cancellationToken);
        Ranks = await ranks.ReadAsync(id, cancellationToken);
        Inquiries = new(
            await audits.OfModelAsync(id, Caller.Of(User), cancellationToken),
            await explanations.SamplesAsync(id, cancellationToken)
        );
        if (Report.Subjects.Count > 0)
            Curves = await CurvesAsync(Report, cancellationToken);
        var stored = Audience.Of(Report.Model.Visibility, Report.Model.TeamId, Report.Model.PublicFrom);
        Restricted = await audiences.RestrictedAsync(stored, cancellationToken);
        if (Caller.Of(User) is { Role: >= Role.Submitter } caller && caller.MayChange(Report.Model.OwnerKeyId))
            Sharing = await audiences.ChoiceAsync(stored, caller, "only its owner and operators", cancellationToken);
        return Page();
    }

    /// <summary>Changes who may see it.</summary>
    public Task<IActionResult> OnPostShareAsync(Guid id, string? audience, string? publicFrom, CancellationToken cancellationToken) =>
        ChangeAsync(id, () => new ModelPatch(Sharing: AudienceForm.Read(audience, publicFrom)), cancellationToken);

    /// <summary>Changes its description; an empty field clears the text.</summary>
    public Task<IActionResult> OnPostDescribeAsync(Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            () =>
                new ModelPatch(
                    Text("name"),
                    Text("description"),
                    Text("architecture"),
                    Text("trainingData"),
                    Text("license"),
                    Text("url"),
                    ModelTags.Split(Text("tags"))
                ),
            cancellationToken
        );

    /// <summary>The text as it was typed: browsers send every line break as two characters.</summary>
    string Text(string field) => Request.Form[field].ToString().ReplaceLineEndings("\n");

    /// <summary>A refusal is shown on the page of the model, which is read before.</summary>
    async Task<IActionResult> ChangeAsync(Guid id, Func<ModelPatch> patch, CancellationToken cancellationToken)
    {
        await OnGetAsync(id, cancellationToken);
        var caller =
            Caller.Of(User)
            ?? throw new RefusalException(
                RefusalKind.Unauthenticated,
                "key-missing",
                "Nobody is signed in.",
                "Sign in at /sign-in with the key that owns the model, then try again."
            );
        await editing.ChangeAsync(id, patch(), caller, cancellationToken);
        return LocalRedirect($"/models/{id}");
    }

    async Task<EvaluationCurves?> CurvesAsync(ModelReport report, CancellationToken cancellationToken)
    {
        var subjects = report
            .Subjects.Where(subject => subject.DatasetId == report.Subjects[0].DatasetId)
            .Take(EvaluationModel.MostDiagrams)
            .ToList();
        var newest = report
            .Evaluations.First(evaluation => evaluation.Dataset == subjects[0].Dataset && evaluation.State == EvaluationState.Completed)
            .Id;
        return await curves.ReadAsync(
            await db.Evaluations.AsNoTracking().SingleAsync(evaluation => evaluation.Id == newest, cancellationToken),
            subjects,
            cancellationToken
        );
    }
}
