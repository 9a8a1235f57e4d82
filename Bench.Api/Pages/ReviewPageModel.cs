using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Service.Access;
using Bench.Service.Labels.Registration;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>A page on which operators judge labels. Others read what was said; they are shown no form.</summary>
internal abstract class ReviewPageModel(VerdictBook book) : BoardPageModel
{
    /// <summary>Whether the signed-in key may judge.</summary>
    public bool MayJudge => Caller.Of(User) is { IsOperator: true };

    /// <summary>Verdicts by image. Named, so that a form without any is read as none and not as all its other
    /// fields.</summary>
    [BindProperty(Name = nameof(Said))]
    public Dictionary<int, Verdict> Said { get; set; } = [];

    /// <summary>The class that is right instead or too, by image.</summary>
    [BindProperty(Name = nameof(Named))]
    public Dictionary<int, string?> Named { get; set; } = [];

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>How many verdicts the request before this one saved.</summary>
    [BindProperty(SupportsGet = true, Name = "saved")]
    public int? Saved { get; set; }

    /// <exception cref="RefusalException">Nobody is signed in, or somebody who is no operator.</exception>
    protected Caller Judge() =>
        Caller.Of(User) is { IsOperator: true } caller
            ? caller
            : throw new RefusalException(
                RefusalKind.Forbidden,
                "key-role",
                "Operators judge labels; nothing has been saved.",
                "Sign in with an operator's key at /sign-in."
            );

    /// <summary>Saves all that was said; the first that is refused stops it.</summary>
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

    protected Task TakeBackAsync(Guid dataset, int image, Caller caller, CancellationToken cancellationToken) =>
        book.RemoveAsync(dataset, image, caller.Name, cancellationToken);

    /// <summary>Shows the page again by GET, so that reloading it says nothing twice.</summary>
    protected LocalRedirectResult Again(params ReadOnlySpan<(string Name, string? Value)> changes) =>
        LocalRedirect(Request.With(null, [("handler", null), ("saved", null), ("made", null), .. changes]));
}
