using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bench.Tests.Api.Auth;

/// <summary>The least that is an OpenID Connect provider: discovery, keys, a code for whoever asks, and a token for a code and the verifier
/// that its challenge was made of.</summary>
sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "bench";
    public const string ClientSecret = "a secret of the client";

    readonly WebApplication _app;
    readonly RSA _rsa = RSA.Create(2048);
    readonly Dictionary<string, (string Nonce, string Challenge)> _codes = [];

    IdentityProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
    }

    public string Address => _app.Urls.First();

    /// <summary>Who is at the browser.</summary>
    public string Subject { get; set; } = "1234";

    /// <summary>What the token is made out for, where it is not what was asked for.</summary>
    public string? WrongNonce { get; set; }

    public static async Task<IdentityProvider> StartAsync()
    {
        var provider = new IdentityProvider();
        provider.Map();
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    void Map()
    {
        _app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                new Dictionary<string, object>
                {
                    ["issuer"] = Address,
                    ["authorization_endpoint"] = $"{Address}/authorize",
                    ["token_endpoint"] = $"{Address}/token",
                    ["jwks_uri"] = $"{Address}/keys",
                    ["response_types_supported"] = new[] { "code" },
                    ["subject_types_supported"] = new[] { "public" },
                    ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
                }
        );
        _app.MapGet(
            "/keys",
            () =>
            {
                var key = _rsa.ExportParameters(includePrivateParameters: false);
                var web = new Dictionary<string, string>
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["kid"] = "1",
                    ["n"] = WebEncoders.Base64UrlEncode(key.Modulus!),
                    ["e"] = WebEncoders.Base64UrlEncode(key.Exponent!),
                };
                return new Dictionary<string, object> { ["keys"] = new[] { web } };
            }
        );
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", TokenAsync);
    }

    IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
            return Results.BadRequest();
        var code = $"{Guid.NewGuid():N}";
        _codes[code] = (query["nonce"].ToString(), query["code_challenge"].ToString());
        return Results.Redirect(
            QueryHelpers.AddQueryString(
                query["redirect_uri"].ToString(),
                new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }
            )
        );
    }

    async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (!_codes.Remove(form["code"].ToString(), out var asked) || form["client_secret"] != ClientSecret)
            return Results.BadRequest(new { error = "invalid_grant" });
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (challenge != asked.Challenge)
            return Results.BadRequest(new { error = "invalid_grant" });
        var token = new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Address,
                Audience = ClientId,
                Subject = new ClaimsIdentity([
                    new Claim("sub", Subject),
                    new Claim("name", $"Person {Subject}"),
                    new Claim("nonce", WrongNonce ?? asked.Nonce),
                ]),
                SigningCredentials = new SigningCredentials(new RsaSecurityKey(_rsa) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
            }
        );
        return Results.Json(
            new Dictionary<string, object>
            {
                ["id_token"] = token,
                ["access_token"] = "unused",
                ["token_type"] = "Bearer",
            }
        );
    }
}
