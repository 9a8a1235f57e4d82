using Bench.Data;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Sharing;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Teams;

/// <summary>Who may see entries and datasets, in words for pages, and what a form offers to change it.</summary>
internal sealed class AudienceReader(BenchDb db, TeamBook book, TeamReader teams, TimeProvider time)
{
    /// <returns>Null for what everybody may see.</returns>
    public async Task<string?> RestrictedAsync(Audience audience, CancellationToken cancellationToken) =>
        AudienceText.Restricted(
            audience,
            (await teams.NamesAsync([audience.TeamId], cancellationToken)).Values.SingleOrDefault(),
            time.GetUtcNow()
        );

    /// <returns>Those of the entries that not everybody may see.</returns>
    public async Task<IReadOnlyDictionary<Guid, string>> OfModelsAsync(IEnumerable<Guid> models, CancellationToken cancellationToken)
    {
        var ids = models.Distinct().ToList();
        var found = await db
            .Models.AsNoTracking()
            .Where(model => ids.Contains(model.Id) && model.Visibility != Visibility.Public)
            .Select(model => new
            {
                model.Id,
                model.Visibility,
                model.TeamId,
                model.PublicFrom,
            })
            .ToListAsync(cancellationToken);
        return await InWordsAsync(
            found.ConvertAll(model => (model.Id, Audience.Of(model.Visibility, model.TeamId, model.PublicFrom))),
            cancellationToken
        );
    }

    /// <returns>By key, the datasets that not everybody may see.</returns>
    public async Task<IReadOnlyDictionary<string, string>> OfDatasetsAsync(CancellationToken cancellationToken)
    {
        var found = await db
            .Datasets.AsNoTracking()
            .Where(dataset => dataset.Visibility != Visibility.Public)
            .Select(dataset => new
            {
                dataset.Key,
                dataset.Visibility,
                dataset.TeamId,
                dataset.PublicFrom,
            })
            .ToListAsync(cancellationToken);
        return await InWordsAsync(
            found.ConvertAll(dataset => (dataset.Key, Audience.Of(dataset.Visibility, dataset.TeamId, dataset.PublicFrom))),
            cancellationToken
        );
    }

    /// <summary>The teams that a caller may share with, by name.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> TeamsOfAsync(Caller? caller, CancellationToken cancellationToken)
    {
        if (caller is null)
            return [];
        var found = await book.Of(caller).AsNoTracking().OrderBy(team => team.Name).ToListAsync(cancellationToken);
        return found.ConvertAll(team => (team.Id, team.Name));
    }

    /// <summary>The form's choices, for callers who may change it.</summary>
    public async Task<AudienceChoice> ChoiceAsync(
        Audience stored,
        Caller caller,
        string whenPrivate,
        CancellationToken cancellationToken
    ) =>
        AudienceChoice.Of(
            stored,
            (await teams.NamesAsync([stored.TeamId], cancellationToken)).Values.SingleOrDefault(),
            await TeamsOfAsync(caller, cancellationToken),
            whenPrivate
        );

    async Task<IReadOnlyDictionary<TKey, string>> InWordsAsync<TKey>(
        IReadOnlyList<(TKey Key, Audience Audience)> found,
        CancellationToken cancellationToken
    )
        where TKey : notnull
    {
        var names = await teams.NamesAsync(found.Select(each => each.Audience.TeamId), cancellationToken);
        var words = new Dictionary<TKey, string>();
        foreach (var (key, audience) in found)
            if (
                AudienceText.Restricted(audience, audience.TeamId is { } team ? names.GetValueOrDefault(team) : null, time.GetUtcNow()) is
                { } text
            )
                words[key] = text;
        return words;
    }
}
