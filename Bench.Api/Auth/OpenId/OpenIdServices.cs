using Bench.Api.Trail;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Bench.Api.Auth.OpenId;

/// <summary>Sign-in at an identity provider: authorization code with PKCE. What comes of it is the same cookie as that
/// of a key.</summary>
internal static class OpenIdServices
{
    public const string SchemeName = "OpenId";

    /// <summary>Where the sign-in page's button leads, and the provider's answer comes below it.</summary>
    public const string SignInPath = "/sign-in/openid";

    public const string CallbackPath = $"{SignInPath}/callback";

    public static IServiceCollection AddOpenId(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OpenIdOptions>().BindConfiguration(OpenIdOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OpenIdOptions>>().Value);
        services.AddScoped<PersonKeys>();
        var settings = configuration.GetSection(OpenIdOptions.Section).Get<OpenIdOptions>();
        if (settings is { IsOn: true })
            services.AddAuthentication().AddOpenIdConnect(SchemeName, options => Configure(options, settings));
        return services;
    }

    /// <summary>Sends a browser to the provider.</summary>
    public static void MapOpenId(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<OpenIdOptions>().IsOn)
            app.MapGet(
                    SignInPath,
                    (string? back) =>
                        TypedResults.Challenge(
                            new AuthenticationProperties { RedirectUri = IsLocal(back) ? back : "/evaluations?mine=true" },
                            [SchemeName]
                        )
                )
                .AllowAnonymous()
                .ExcludeFromDescription();
    }

    static void Configure(OpenIdConnectOptions options, OpenIdOptions settings)
    {
        options.Authority = settings.Authority;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.RequireHttpsMetadata = settings.RequireHttps;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // The answer is a redirect, which brings Lax cookies along; a form that another site posts brings none.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.CallbackPath = CallbackPath;
        options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Events.OnTicketReceived = SignInAsync;
        options.Events.OnRemoteFailure = RefuseAsync;
    }

    /// <summary>The provider vouches for a person: the browser gets the cookie of their key.</summary>
    static async Task SignInAsync(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        var caller = await http.RequestServices.GetRequiredService<PersonKeys>().FindOrAddAsync(context.Principal!, http);
        context.HandleResponse();
        if (caller is null)
        {
            await WriteAsync(http, "The operator has revoked your access.", "Ask the operator.");
            return;
        }
        // As a sign-in with a key is written down.
        await http.AuditedAsync(caller);
        http.RequestServices.GetRequiredService<SessionCookie>().Issue(http, caller);
        http.Response.Redirect(http.Request.PathBase + context.ReturnUri);
    }

    static Task RefuseAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        context
            .HttpContext.RequestServices.GetRequiredService<ILoggerFactory>()
            .CreateLogger("Bench.Api.Auth.OpenId")
            .LogWarning(context.Failure, "a sign-in at the identity provider failed");
        return WriteAsync(
            context.HttpContext,
            "The identity provider's answer was not accepted.",
            "Begin again at /sign-in; if it happens again, tell the operator, whose log says why."
        );
    }

    static async Task WriteAsync(HttpContext http, string message, string nextStep)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        var problem = new ProblemDetails { Status = StatusCodes.Status401Unauthorized, Detail = message };
        problem.Extensions["code"] = "sign-in-failed";
        problem.Extensions["nextStep"] = nextStep;
        await http
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .TryWriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = problem });
    }

    /// <summary>A path of this service, and nothing that a browser takes for another host.</summary>
    static bool IsLocal(string? back) => back is ['/'] or ['/', not ('/' or '\\'), ..] && !back.Any(char.IsControl);
}
