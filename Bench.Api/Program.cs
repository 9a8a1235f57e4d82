using Bench.Api;
using Bench.Api.Attacks;
using Bench.Api.Audits;
using Bench.Api.Auth;
using Bench.Api.Auth.OpenId;
using Bench.Api.Compare;
using Bench.Api.Cues;
using Bench.Api.Datasets;
using Bench.Api.Demo;
using Bench.Api.Evaluations;
using Bench.Api.Evaluations.Analyses;
using Bench.Api.Evaluations.Facets;
using Bench.Api.Explanations;
using Bench.Api.Health;
using Bench.Api.Http;
using Bench.Api.Http.Below;
using Bench.Api.LabelErrors;
using Bench.Api.Labels;
using Bench.Api.Leaderboard.Answers;
using Bench.Api.Log;
using Bench.Api.Metrics;
using Bench.Api.Mistakes;
using Bench.Api.Models;
using Bench.Api.OpenApi;
using Bench.Api.Pages;
using Bench.Api.Problems;
using Bench.Api.Readers;
using Bench.Api.Reports;
using Bench.Api.Robustness;
using Bench.Api.SavedViews;
using Bench.Api.Slices;
using Bench.Api.Suites;
using Bench.Api.Teams;
using Bench.Api.Trail;
using Bench.Api.Uploads;
using Bench.Api.Verdicts;
using Bench.Api.Webhooks;
using Bench.Data;
using Bench.Service.Hosting;
using Bench.Service.Storage;
using Bench.Workers.Hosting;
using Prometheus;

StartFaults.Tell(typeof(Program).Assembly);
FileWatching.Avoid();
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = DemoServices.Settings(args), ContentRootPath = AppContext.BaseDirectory }
);
builder.Logging.AddStartFaults();
builder.AddDefaultAddress();
builder.AddDemo(args);
builder.Services.AddBenchData(builder.Configuration);
builder.Services.AddBenchScheduling(builder.Configuration);
builder.Services.AddEmbeddedWorker(builder.Configuration);
builder.Services.AddBenchJson();
builder.Services.AddBenchProblems();
builder.Services.AddBenchAccess();
builder.Services.AddOpenId(builder.Configuration);
builder.Services.AddReaders();
builder.Services.AddTrail();
builder.Services.AddWriteLimit();
builder.Services.AddModels();
builder.Services.AddUploads();
builder.Services.AddRobustness();
builder.Services.AddScoped<AttackReader>();
builder.Services.AddModelAudits();
builder.Services.AddScoped<ExplanationReader>();
builder.Services.AddSuites();
builder.Services.AddLabelErrors();
builder.Services.AddLog();
builder.Services.AddEvaluations();
builder.Services.AddAnalyses();
builder.Services.AddFacets();
builder.Services.AddWebhooks();
builder.Services.AddBenchPages();
builder.Services.AddBenchOpenApi();
builder.Services.AddBenchHealth();
builder.Services.AddBenchTelemetry(builder.Configuration);
builder.Services.AddBenchProxies(builder.Configuration);

await using var app = builder.Build();

// First of all: the key ring is opened while the steps below are put together.
OwnFolders.Require(app.Services.GetRequiredService<BenchOptions>());
KeyRingFolder.Require(app.Services.GetRequiredService<BenchOptions>(), app.Services.GetRequiredService<WebhookOptions>());
app.UseBelowPath();
app.UseUnknownReader();
app.UseForwardedHeaders();
app.UseUploadMethods();
app.UseHeadRequests();
app.UseRouting();
app.UseMiddleware<SecurityHeaders>();
app.UseResponseCompression();
app.UseLinksBelowPath();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseBenchFiles();
app.UseAuthentication();
app.UseRateLimiter();
app.UseMiddleware<TrailMiddleware>();
app.UseAuthorization();
app.UseMiddleware<SightMiddleware>();
app.UseMiddleware<KeyBeforeMediaType>();
app.UseMiddleware<OutsideText>();
app.UseMiddleware<QueryWords>();
app.UseHttpMetrics();
app.UseBenchOpenApi();
app.MapGroup("/api/v1")
    .AddEndpointFilter(new UnreadParameters())
    .AddEndpointFilter(new UnknownParameters())
    .AddEndpointFilter(new RetryAfterFilter())
    .MapKeys()
    .MapTeams()
    .MapLimits()
    .MapTrail()
    .MapModels()
    .MapUploads()
    .MapDatasets()
    .MapBoxes()
    .MapLabelSets()
    .MapHierarchies()
    .MapErrorRules()
    .MapEvaluations()
    .MapAnalysis()
    .MapErrorKinds()
    .MapFacets()
    .MapClasses()
    .MapConformal()
    .MapCalibration()
    .MapWebhooks()
    .MapLeaderboard()
    .MapSavedViews()
    .MapRobustness()
    .MapAttacks()
    .MapModelAudits()
    .MapExplanations()
    .MapSuites()
    .MapSlices()
    .MapCues()
    .MapCompare()
    .MapMetrics()
    .MapModelDocuments()
    .MapDatasetImages()
    .MapLabelErrors()
    .MapVerdicts()
    .MapLog();
app.MapBenchMetrics();
app.MapBenchHealth();
app.MapJobDashboard();
app.MapBenchPages();
app.MapOpenId();

await app.PrepareAsync();
await app.RunToTheEndAsync();
