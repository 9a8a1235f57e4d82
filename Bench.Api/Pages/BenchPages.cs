using Bench.Api.Changes;
using Bench.Api.Compare;
using Bench.Api.Cues;
using Bench.Api.Datasets;
using Bench.Api.Leaderboard.Answers;
using Bench.Api.Mistakes;
using Bench.Api.Reports;
using Bench.Api.SavedViews;
using Bench.Api.Slices;
using Bench.Api.Teams;
using Microsoft.AspNetCore.ResponseCompression;

namespace Bench.Api.Pages;

/// <summary>The web pages and what they read.</summary>
internal static class BenchPages
{
    static readonly TimeSpan VersionedFiles = TimeSpan.FromDays(365);

    public static IServiceCollection AddBenchPages(this IServiceCollection services)
    {
        services.AddLeaderboard();
        services.AddScoped<ModelComparison>();
        services.AddScoped<VerdictReader>();
        services.AddScoped<ViewStore>();
        services.AddScoped<ChangeFeed>();
        services.AddScoped<TeamReader>();
        services.AddScoped<AudienceReader>();
        services.AddScoped<OrderChangeReader>();
        services.AddScoped<CorrelationReader>();
        services.AddSingleton<DatasetImages>();
        services.AddScoped<ModelReports>();
        services.AddScoped<Tombstones>();
        services.AddScoped<FamilyReader>();
        services.AddScoped<RemarkReader>();
        services.AddScoped<MistakeFinder>();
        services.AddScoped<MistakeSlicer>();
        services.AddScoped<SavedSlices>();
        services.AddScoped<SliceReader>();
        services.AddScoped<CueReader>();
        services.AddScoped<NearDuplicateReader>();
        services.AddScoped<ImageReporter>();
        services.AddScoped<EvaluationCurveReader>();
        services.AddScoped<TemperatureCurveReader>();
        // No answer contains a secret together with what a caller sent, so that its size tells nothing (BREACH).
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes,
                "image/svg+xml",
                "text/csv",
                "text/markdown",
                "application/atom+xml",
            ];
        });
        services.AddSingleton<KeptPageFilter>();
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddRazorPages(options => options.Conventions.ConfigureFilter(new PageHeaders()).ConfigureFilter(new OutdatedForms()));
        return services;
    }

    /// <summary>Style, scripts and fonts, which the sign-in page needs before anybody is known. Comes before
    /// authorisation.</summary>
    public static WebApplication UseBenchFiles(this WebApplication app)
    {
        app.UseStaticFiles(
            new StaticFileOptions
            {
                // A file asked for by its version never changes; any other is asked for again.
                OnPrepareResponse = file =>
                    file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v")
                        ? $"public, max-age={VersionedFiles.TotalSeconds:0}, immutable"
                        : "public, max-age=3600",
            }
        );
        return app;
    }

    public static WebApplication MapBenchPages(this WebApplication app)
    {
        // Pages without a handler for a method are shown without having been read.
        app.MapRazorPages().WithMetadata(new HttpMethodMetadata(["GET", "HEAD", "POST"]));
        app.MapShortLinks();
        app.MapEmbeds();
        app.MapChanges();
        return app;
    }
}
