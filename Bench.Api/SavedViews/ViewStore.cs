using System.Security.Cryptography;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Views;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.SavedViews;

/// <summary>Saves views, finds them by their code, and takes them away.</summary>
internal sealed class ViewStore(BenchDb db, TimeProvider time)
{
    const int LongestName = 200;
    const int LongestAddress = 2000;

    /// <summary>35 bits: among a million views a new code is one of theirs once in thirty thousand times, and the index
    /// says so.</summary>
    const int CodeLength = 7;

    const string Letters = "23456789abcdefghjkmnpqrstuvwxyz";

    static readonly string[] Pages = ["/", "/scatter", "/compare", SavedSlices.Page, "/mistakes", "/label-errors"];

    /// <exception cref="RefusalException">The name or the address cannot be taken: <c>view-invalid</c>.</exception>
    public async Task<SavedView> SaveAsync(SaveViewRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (!OneLine.IsName(request.Name, LongestName))
            errors.Add("name", $"1 to {LongestName} printable characters are expected");
        var address = IsAddress(request.Address) ? await SpelledAsync(request.Address, caller, cancellationToken) : request.Address;
        if (!IsAddress(address))
            errors.Add(
                "address",
                $"path and query of one of {string.Join(", ", Pages)} are expected, up to {LongestAddress:N0} characters"
            );
        errors.ThrowIfAny("view-invalid", "The view", "Copy the address of the page from its first / on, and send it with a name.");
        var view = new SavedView
        {
            Id = Guid.CreateVersion7(),
            Code = RandomNumberGenerator.GetString(Letters, CodeLength),
            Name = request.Name.Trim(),
            Address = address,
            OwnerKeyId = caller.KeyId,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        db.SavedViews.Add(view);
        await db.SaveChangesAsync(cancellationToken);
        return view;
    }

    /// <exception cref="RefusalException">There is no such view: <c>view-not-found</c>.</exception>
    public async Task<SavedView> FindAsync(string code, CancellationToken cancellationToken) =>
        await db.SavedViews.AsNoTracking().SingleOrDefaultAsync(view => view.Code == code, cancellationToken)
        ?? throw RefusalException.NotFound("saved view", "view-not-found", code, "List the saved views with GET /api/v1/views.");

    /// <exception cref="RefusalException">There is no such view, or another key saved it.</exception>
    public async Task RemoveAsync(string code, Caller caller, CancellationToken cancellationToken)
    {
        var view = await FindAsync(code, cancellationToken);
        if (!caller.MayChange(view.OwnerKeyId))
            throw RefusalException.NotOwner(
                $"The view '{view.Name}' was saved with another key.",
                "Only that key or an operator's may delete it."
            );
        await db.SavedViews.Where(candidate => candidate.Id == view.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The address with its datasets' keys as <see cref="NamedDatasets"/> spells them.</summary>
    async Task<string> SpelledAsync(string address, Caller caller, CancellationToken cancellationToken)
    {
        var named = NamedDatasets.Of(address);
        return NamedDatasets.InAddress(address, caller.IsOperator ? named : await db.SeenAsync(named, cancellationToken));
    }

    /// <summary>Only pages of this service: a short link never leads elsewhere.</summary>
    static bool IsAddress(string? address) =>
        address is { Length: > 0 and <= LongestAddress }
        && !address.Any(letter => char.IsControl(letter) || letter is '#' or '\\')
        && Pages.Contains(address.Split('?')[0]);
}
