using Bench.Api.Audit;
using Bench.Api.Auth;
using Bench.Api.Readers;
using Bench.Data.Access;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Service.Access;
using Bench.Service.Labels.Registration;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>A page on which an operator judges labels. Its forms carry the operator's key themselves: what a request may do hangs on
/// nothing that a browser would add to a forged one, so there is no cookie and no token against forgery.</summary>
[IgnoreAntiforgeryToken]
internal abstract class VerdictPageModel(ApiKeys keys, VerdictBook book) : BoardPageModel
{
    /// <summary>The operator's key, of this one request.</summary>
    [BindProperty]
    public string? OperatorKey { get; set; }

    /// <summary>What was said, by image. Named, so that a form without any is read as none and not as all its other fields.</summary>
    [BindProperty(Name = nameof(Said))]
    public Dictionary<int, Verdict> Said { get; set; } = [];

    /// <summary>The class that is right instead or too, by image.</summary>
    [BindProperty(Name = nameof(Named))]
    public Dictionary<int, string?> Named { get; set; } = [];

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>How many verdicts the request before this one wrote down.</summary>
    [BindProperty(SupportsGet = true, Name = "saved")]
    public int? Saved { get; set; }

    /// <exception cref="RefusalException">The key is not an operator's.</exception>
    protected async Task<Caller> OperatorAsync(CancellationToken cancellationToken) =>
        await HttpContext.ReadsAsAsync(
            await HttpContext.AuditedAsync(await keys.RequireAsync(OperatorKey, Role.Operator, cancellationToken))
        );

    /// <summary>Writes down all that was said; the first that is refused stops it.</summary>
    protected async Task<int> WriteAsync(Dataset dataset, Caller caller, CancellationToken cancellationToken)
    {
        foreach (var (image, verdict) in Said)
        {
            if (image < 0 || image >= dataset.ImageCount)
                throw RefusalException.NotFound("image", "image-not-found", $"{image}", "Go back and choose again.");
            var named = verdict is Verdict.Guessed or Verdict.Both ? Named.GetValueOrDefault(image) : null;
            await book.PutAsync(
                dataset,
                image,
                new VerdictRequest(verdict, named, string.IsNullOrWhiteSpace(Note) ? null : Note),
                caller,
                cancellationToken
            );
        }
        return Said.Count;
    }

    /// <summary>Shows the page again by GET, so that reloading it says nothing twice.</summary>
    protected LocalRedirectResult Again(params ReadOnlySpan<(string Name, string? Value)> changes) =>
        LocalRedirect(Request.With(null, [("handler", null), ("saved", null), ("made", null), .. changes]));
}
