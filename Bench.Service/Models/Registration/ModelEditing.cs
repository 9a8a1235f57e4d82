using Bench.Data;
using Bench.Data.Models;
using Bench.Service.Access;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Bench.Service.Sharing;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Models.Registration;

/// <summary>Changes what describes an entry and keeps what it said before.</summary>
public sealed class ModelEditing(BenchDb db, AudienceRules audiences, TimeProvider time)
{
    /// <remarks>Texts and history change in one transaction. Boards are told, because they show the name.</remarks>
    /// <exception cref="RefusalException">There is no such model, it belongs to another key, or a text cannot be
    /// taken.</exception>
    public async Task<Model> ChangeAsync(Guid id, ModelPatch patch, Caller caller, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var model =
            await db.Models.SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken) ?? throw ModelAccess.Unknown(id);
        ModelAccess.RequireOwner(model, caller);
        await CheckAsync(model, patch, caller, cancellationToken);
        foreach (var (field, before, after, set) in Changes(model, patch))
        {
            set(after);
            Note(id, field, before, after, caller);
        }
        var shared = Audience.Of(model.Visibility, model.TeamId, model.PublicFrom);
        if (patch.Sharing is { } sharing && sharing != shared)
        {
            (model.Visibility, model.TeamId, model.PublicFrom) = (sharing.Visibility, sharing.TeamId, sharing.PublicFrom?.UtcDateTime);
            Note(id, "sharing", shared.ToString(), sharing.ToString(), caller);
        }
        await db.SaveChangesAsync(cancellationToken);
        var boards = await db
            .Scorings.Where(scoring => db.Evaluations.Any(evaluation => evaluation.Id == scoring.EvaluationId && evaluation.ModelId == id))
            .Select(scoring => scoring.LabelSetId)
            .Distinct()
            .ToListAsync(cancellationToken);
        await db.AdvanceRevisionsAsync(boards, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return model;
    }

    void Note(Guid model, string field, string? before, string? after, Caller caller) =>
        db.ModelChanges.Add(
            new ModelChange
            {
                Id = Guid.CreateVersion7(),
                ModelId = model,
                KeyId = caller.KeyId,
                Field = field,
                Before = before,
                After = after,
                ChangedAt = time.GetUtcNow().UtcDateTime,
            }
        );

    /// <summary>The fields that the patch names with another text than they have.</summary>
    static List<(string Field, string? Before, string? After, Action<string?> Set)> Changes(Model model, ModelPatch patch)
    {
        (string Field, string? Before, string? Sent, Action<string?> Set)[] fields =
        [
            ("name", model.Name, patch.Name, text => model.Name = text!),
            ("description", model.Description, patch.Description, text => model.Description = text),
            ("architecture", model.Architecture, patch.Architecture, text => model.Architecture = text),
            ("trainingData", model.TrainingData, patch.TrainingData, text => model.TrainingData = text),
            ("license", model.License, patch.License, text => model.License = text),
            ("url", model.Url, patch.Url, text => model.Url = text),
            (
                "tags",
                model.Tags.Count == 0 ? null : string.Join(',', model.Tags),
                patch.Tags is null ? null : string.Join(',', ModelTags.Of(patch.Tags)),
                text => model.Tags = [.. ModelTags.Split(text)]
            ),
        ];
        return
        [
            .. fields
                .Where(field => field.Sent is not null)
                .Select(field =>
                    (field.Field, field.Before, After: string.IsNullOrWhiteSpace(field.Sent) ? null : field.Sent.Trim(), field.Set)
                )
                .Where(field => field.After != field.Before),
        ];
    }

    async Task CheckAsync(Model model, ModelPatch patch, Caller caller, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        ModelTexts.Check(patch.Over(model.Name), errors);
        await audiences.CheckAsync(patch.Sharing, caller, errors, cancellationToken);
        errors.ThrowIfAny("manifest-invalid", "The change", "Correct the fields and send it again; the fields are described at /swagger.");
    }
}
