using System.ComponentModel.DataAnnotations;
using Bench.Data.Access;

namespace Bench.Api.Auth.OpenId;

/// <summary>Sign-in of people at an identity provider that speaks OpenID Connect. Off while there is no
/// authority.</summary>
internal sealed record OpenIdOptions : IValidatableObject
{
    public const string Section = "Bench:OpenId";

    /// <summary>Address of the provider, below which its <c>.well-known/openid-configuration</c> lies; empty for
    /// none.</summary>
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    /// <summary>Empty for a public client; the code is bound to the browser by PKCE either way.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>Name of the provider on the button of the sign-in page.</summary>
    public string Name { get; init; } = "your institution";

    /// <summary>Role of a person who signs in for the first time.</summary>
    public Role Role { get; init; } = Role.Submitter;

    /// <summary>Whether the provider must be reached by https; false is for tests.</summary>
    public bool RequireHttps { get; init; } = true;

    public bool IsOn => Authority.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsOn && ClientId.Length == 0)
            yield return new("Bench:OpenId:Authority is set without Bench:OpenId:ClientId: give the client id that the provider issued.");
        if (Role == Role.Operator)
            yield return new("Bench:OpenId:Role cannot be operator: operators sign in with keys alone.");
    }
}
