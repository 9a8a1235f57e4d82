using Bench.Api.Auth;
using Bench.Api.Auth.OpenId;
using Bench.Api.Trail;
using Bench.Data.Access;
using Bench.Service.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Turns a key into a cookie for this browser, and ends it.</summary>
[AllowAnonymous]
internal sealed class SignInModel(ApiKeys keys, SessionCookie session, OpenIdOptions openId) : BoardPageModel
{
    /// <summary>The page of this service that is wanted next; anything else is ignored.</summary>
    [BindProperty(SupportsGet = true, Name = "back")]
    public string? Back { get; set; }

    [BindProperty(Name = "key")]
    public string? Key { get; set; }

    /// <summary>Name of the identity provider; null where there is none.</summary>
    public string? Provider => openId.IsOn ? openId.Name : null;

    /// <summary>The key that is signed in; null for none.</summary>
    public Caller? Caller { get; private set; }

    public void OnGet() => Caller = Caller.Of(User);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        session.Issue(HttpContext, await HttpContext.AuditedAsync(await keys.RequireAsync(Key, Role.Reader, cancellationToken)));
        return LocalRedirect(Next("/evaluations?mine=true"));
    }

    public IActionResult OnPostOut()
    {
        SessionCookie.Clear(HttpContext);
        return LocalRedirect("/sign-in");
    }

    string Next(string otherwise) => Url.IsLocalUrl(Back) ? Back : otherwise;
}
