using Bench.Api.Http;
using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Damages;
using Bench.Service.Attacks;
using Bench.Service.Datasets.Registry;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Attacks;

/// <summary>What is known of attacks, as it is shown.</summary>
internal sealed class AttackReader(BenchDb db, AttackResultStore store)
{
    /// <exception cref="RefusalException">There is no such attack.</exception>
    public async Task<AttackView> ViewAsync(Guid id, CancellationToken cancellationToken)
    {
        await db.FindAttackAsync(id, cancellationToken);
        return (await ViewsAsync(db.Attacks.Where(attack => attack.Id == id), cancellationToken)).Single();
    }

    /// <summary>A part of the list, newest first.</summary>
    /// <exception cref="RefusalException">There is no such dataset, or the page cannot be read.</exception>
    public async Task<Page<AttackView>> ListAsync(PageRequest page, Guid? modelId, string? dataset, CancellationToken cancellationToken)
    {
        var attacks = db.Attacks.AsQueryable();
        if (modelId is { } model)
            attacks = attacks.Where(attack => attack.ModelId == model);
        if (dataset is not null)
        {
            var datasetId = (await db.FindDatasetAsync(dataset, cancellationToken)).Id;
            attacks = attacks.Where(attack => attack.DatasetId == datasetId);
        }
        return page.Of(await ViewsAsync(page.Newest(attacks, attack => attack.Id), cancellationToken), attack => attack.Id);
    }

    /// <summary>All attacks on a model, newest first.</summary>
    public Task<List<AttackView>> OfModelAsync(Guid model, CancellationToken cancellationToken) =>
        ViewsAsync(db.Attacks.Where(attack => attack.ModelId == model), cancellationToken);

    /// <summary>Every image at every ε, as CSV.</summary>
    /// <exception cref="RefusalException">There is no such attack.</exception>
    public async Task<string> CsvAsync(Guid id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var attack = await db.FindAttackAsync(id, cancellationToken);
            try
            {
                return AttackCsv.Write(WorkJson.Read<AttackSpec>(attack.Spec), await store.ReadAsync(attack, cancellationToken));
            }
            catch (DamageException)
            {
                // A slice may have ended since: then the blob before it is gone, and there is a new one.
                if (!await IsReplacedAsync(attack, cancellationToken))
                    throw;
            }
        }
    }

    Task<bool> IsReplacedAsync(Attack attack, CancellationToken cancellationToken) =>
        db.Attacks.AnyAsync(now => now.Id == attack.Id && now.ResultsBlob != attack.ResultsBlob, cancellationToken);

    async Task<List<AttackView>> ViewsAsync(IQueryable<Attack> attacks, CancellationToken cancellationToken)
    {
        var found = await (
            from attack in attacks.AsNoTracking()
            join model in db.Models on attack.ModelId equals model.Id
            join dataset in db.Datasets on attack.DatasetId equals dataset.Id
            orderby attack.Id descending
            select new
            {
                Attack = attack,
                Model = model.Name,
                Dataset = dataset.Key,
            }
        ).ToListAsync(cancellationToken);
        return found.ConvertAll(each => View(each.Attack, each.Model, each.Dataset));
    }

    static AttackView View(Attack attack, string model, string dataset)
    {
        var summary = attack.Summary is { } json ? WorkJson.Read<AttackSummary>(json) : null;
        return new(
            attack.Id,
            attack.ModelId,
            model,
            dataset,
            attack.State,
            WorkJson.Read<AttackSpec>(attack.Spec),
            attack.Done,
            attack.Total,
            summary is null
                ? null
                : new(summary.Images, summary.Excluded, summary.Clean, summary.Points, summary.Missing, summary.Certified),
            summary is null ? [] : AttackFlagText.Of(summary.Flags, summary.Missing),
            attack.Failure,
            attack.CreatedAt,
            attack.StartedAt,
            attack.FinishedAt
        );
    }
}
