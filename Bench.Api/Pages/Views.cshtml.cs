using Bench.Api.SavedViews;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Views;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>Views that have a name, and the form that gives a view one.</summary>
internal sealed class ViewsModel(BenchDb db, ViewStore views) : BoardPageModel
{
    const int Most = 500;

    /// <summary>The view to save, when the reader comes from one.</summary>
    [BindProperty(SupportsGet = true, Name = "address")]
    public string? Address { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public Caller? Caller { get; private set; }

    public IReadOnlyList<(SavedView View, string? Owner)> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Caller = Caller.Of(User);
        var found = await db
            .SavedViews.AsNoTracking()
            .OrderByDescending(view => view.Id)
            .Take(Most)
            .Select(view => new { view, Owner = db.Keys.Where(key => key.Id == view.OwnerKeyId).Select(key => key.Name).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        Rows = [.. found.Select(pair => (pair.view, pair.Owner))];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await views.SaveAsync(new SaveViewRequest(Name ?? "", Address ?? ""), Required(), cancellationToken);
        return LocalRedirect("/views");
    }

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken)
    {
        await views.RemoveAsync(Code ?? "", Required(), cancellationToken);
        return LocalRedirect("/views");
    }

    Caller Required() =>
        Caller.Of(User) is { Role: Role.Submitter or Role.Operator } caller
            ? caller
            : throw new RefusalException(
                RefusalKind.Forbidden,
                "key-role",
                "Saving a view needs a submitter's or an operator's key.",
                "Sign in with one at /sign-in."
            );
}
