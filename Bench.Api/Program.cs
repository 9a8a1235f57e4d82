using Bench.Api.Compare;
using Bench.Api.Leaderboard;
using Bench.Api.Metrics;
using Bench.Api.Pages;
using Bench.Api.Reports;
using Bench.Data;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddBenchData(builder.Configuration);
builder.Services.AddBenchPages();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapGroup("/api/v1").MapLeaderboard().MapCompare().MapMetrics().MapModelDocuments();
app.MapBenchPages();

await app.Services.MigrateAsync();
await app.RunAsync();
