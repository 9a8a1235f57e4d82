using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Datasets;
using Bench.Data.Models;
using Bench.Service.Access;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Readers;

/// <summary>Finds what a reader may not see.</summary>
public sealed class Sights(BenchDb db, VariantCatalog variants, TimeProvider time)
{
    /// <param name="caller">Null for a reader without a key.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<Sight> OfAsync(Caller? caller, CancellationToken cancellationToken)
    {
        if (caller is { IsOperator: true })
            return Sight.Everything;
        var (key, now) = (caller?.KeyId ?? Guid.Empty, time.GetUtcNow().UtcDateTime);
        var hidden = await db
            .Datasets.IgnoreQueryFilters()
            .Where(IsHidden(key, now))
            .Select(dataset => new { dataset.Id, Key = (string?)dataset.Key })
            .Concat(db.Models.Where(IsModelHidden(key, now)).Select(model => new { model.Id, Key = (string?)null }))
            .ToListAsync(cancellationToken);
        if (hidden.Count == 0)
            return Sight.Everything;
        var datasets = hidden.FindAll(row => row.Key is not null).ConvertAll(row => (row.Id, row.Key!));
        return Sight.Without(
            datasets.Count == 0 ? [] : await WithDependentsAsync(datasets, cancellationToken),
            [.. hidden.Where(row => row.Key is null).Select(row => row.Id)]
        );
    }

    /// <summary>All that decides who sees what, as one word that is another as soon as something of it changes: what is
    /// hidden from somebody, for whom it is not, and who is in which team. Empty where nothing is hidden.</summary>
    public async Task<string> HiddenAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var rows = await db
            .Models.IgnoreQueryFilters()
            .Where(model => model.Visibility != Visibility.Public && (model.PublicFrom == null || model.PublicFrom > now))
            .Select(model => new
            {
                model.Id,
                Team = model.Visibility == Visibility.Team ? model.TeamId : null,
                Key = model.OwnerKeyId,
            })
            .Concat(
                db.Datasets.Where(set => set.Visibility != Visibility.Public && (set.PublicFrom == null || set.PublicFrom > now))
                    .Select(set => new
                    {
                        set.Id,
                        Team = set.Visibility == Visibility.Team ? set.TeamId : null,
                        Key = (Guid?)null,
                    })
            )
            .ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return "";
        var members = rows.Exists(row => row.Team is not null)
            ? await db.TeamMembers.Select(member => new { member.TeamId, member.KeyId }).ToListAsync(cancellationToken)
            : [];
        var words = rows.Select(row => $"{row.Id} {row.Team} {row.Key}").Concat(members.Select(row => $"{row.TeamId} {row.KeyId}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words.Order(StringComparer.Ordinal)))));
    }

    Expression<Func<Dataset, bool>> IsHidden(Guid key, DateTime now) =>
        dataset =>
            dataset.Visibility != Visibility.Public
            && (dataset.PublicFrom == null || dataset.PublicFrom > now)
            && !(
                dataset.Visibility == Visibility.Team
                && db.TeamMembers.Any(member => member.KeyId == key && member.TeamId == dataset.TeamId)
            );

    Expression<Func<Model, bool>> IsModelHidden(Guid key, DateTime now) =>
        model =>
            model.Visibility != Visibility.Public
            && (model.PublicFrom == null || model.PublicFrom > now)
            && (model.OwnerKeyId == null || model.OwnerKeyId != key)
            && !(model.Visibility == Visibility.Team && db.TeamMembers.Any(member => member.KeyId == key && member.TeamId == model.TeamId));

    /// <summary>A dataset made from a hidden one shows its pictures, and one compared with a hidden one shows its
    /// numbers: it is hidden too.</summary>
    async Task<List<(Guid Id, string Key)>> WithDependentsAsync(List<(Guid Id, string Key)> hidden, CancellationToken cancellationToken)
    {
        var all = await db.Datasets.IgnoreQueryFilters().AsNoTracking().ToListAsync(cancellationToken);
        var ids = hidden.Select(dataset => dataset.Id).ToHashSet();
        while (
            all.FindAll(dataset =>
                !ids.Contains(dataset.Id)
                && (
                    (dataset.ParentId is { } parent && ids.Contains(parent))
                    || (CleanDatasets.Of(dataset, all, variants) is { } clean && ids.Contains(clean.Id))
                )
            )
                is { Count: > 0 } more
        )
            ids.UnionWith(more.Select(dataset => dataset.Id));
        return [.. all.Where(dataset => ids.Contains(dataset.Id)).Select(dataset => (dataset.Id, dataset.Key))];
    }
}
