using Bench.Api.Compare;
using Bench.Api.Leaderboard;
using Bench.Api.Metrics;
using Bench.Api.Mistakes;
using Bench.Api.Pages;
using Bench.Api.Reports;
using Bench.Data;
using Bench.Workers;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddBenchData(builder.Configuration);
builder.Services.AddBenchScheduling(builder.Configuration);
builder.Services.AddBenchPages();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapGroup("/api/v1").MapLeaderboard().MapCompare().MapMetrics().MapModelDocuments().MapDatasetImages();
app.MapBenchPages();

await app.Services.MigrateAsync();
await app.RunAsync();
