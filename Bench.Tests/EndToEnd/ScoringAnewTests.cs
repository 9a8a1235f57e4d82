using System.Diagnostics;
using System.Globalization;
using Bench.Data;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Scoring.Resampling;
using Bench.Service.Evaluations.Scores;
using Bench.Tests.Api.Robustness;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bench.Tests.EndToEnd;

/// <summary>Stored scores are recomputed while a worker is killed and while another build works on the same board: at the end they are
/// those of a worker that was left alone.</summary>
public sealed class ScoringAnewTests
{
    const int Images = 400,
        Evaluations = 8;

    [Fact, Long]
    public async Task A_worker_killed_in_the_middle_and_two_builds_side_by_side_end_as_one_that_was_left_alone()
    {
        await using var app = await BenchApp.StartAsync(Database.Postgres, [("Bench:EmbeddedWorker", "false"), .. Short]);
        await using (var first = ServerProcess.StartWorker(Settings(app)))
        {
            await SubmitAsync(app);
            var alone = await ScoresAsync(app);
            alone.Count.ShouldBeGreaterThan(Evaluations * 100);

            await AnewAsync(app);
            (await UntilAsync(app, left => left < Evaluations)).ShouldBeInRange(
                1,
                Evaluations - 1,
                "it was over before it could be killed"
            );
            await first.KillAsync();
            // Every evaluation has all of its scores, the old ones or the new ones.
            (await ScoresAsync(app)).ShouldBe(alone);

            // An older build takes the work up, and a newer one, with a metric more, comes to its side.
            await using var second = ServerProcess.StartWorker(Settings(app));
            await using var newer = await BenchApp.StartAsync(
                Database.Sqlite,
                [("ConnectionStrings:Bench", app.PostgresConnection!), ("Bench:DataDirectory", app.DataDirectory), .. Short]
            );
            await newer.RestartAsync(services => services.Replace(ServiceDescriptor.Singleton(OneMore)));
            await AnewAsync(newer);
            await UntilAsync(newer, left => left == 0);

            var together = await ScoresAsync(newer);
            together.Where(score => !score.Contains("test-only", StringComparison.Ordinal)).ShouldBe(alone);
            together.Count.ShouldBe(alone.Count + Evaluations);
            (await UntilAsync(app, left => left == 0)).ShouldBe(0, "what the newer one made is not out of date for the older one");
        }
    }

    static readonly (string Key, string Value)[] Short = [("Bench:LeaseDuration", "00:00:03"), ("Bench:SweepInterval", "00:00:00.5")];

    static readonly MetricSet OneMore = new(
        [
            .. MetricCatalog.All,
            MetricCatalog.Find("top1")! with
            {
                Id = "test-only",
                Measure = view => Estimate.Proportion(view.N - 1, view.N),
            },
        ],
        MetricCatalog.Derived,
        MetricCatalog.Retired
    );

    static (string, string?)[] Settings(BenchApp app) =>
        [
            ("Bench:DataDirectory", app.DataDirectory),
            ("ConnectionStrings:Bench", app.PostgresConnection),
            .. Short.Select(setting => (setting.Key, (string?)setting.Value)),
        ];

    static async Task SubmitAsync(BenchApp app)
    {
        using var client = app.WithKey();
        string[] classes = ["ant", "bee", "cat", "dog"];
        var dataset = await client.ListAsync(app, "again", "a", [.. Enumerable.Range(0, Images).Select(image => classes[image * 7 % 4])]);
        for (var model = 0; model < Evaluations; model++)
        {
            var random = new Random(model);
            await client.SubmitAsync(
                dataset,
                [
                    .. Enumerable
                        .Range(0, Images)
                        .Select(image =>
                            Enumerable
                                .Range(0, 4)
                                .Select(c => 2 * random.NextSingle() - 1 + (c == image * 7 % 4 && random.Next(4) > 0 ? 2 : 0))
                                .ToArray()
                        ),
                ],
                new { name = $"model {model}" }
            );
        }
    }

    /// <summary>Every score with all of its digits.</summary>
    static async Task<List<string>> ScoresAsync(BenchApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var scores = await scope.ServiceProvider.GetRequiredService<BenchDb>().Scores.AsNoTracking().ToListAsync();
        return
        [
            .. scores
                .Select(score =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{score.EvaluationId} {score.LabelSetId} {score.Metric} {score.Value:R} {score.CiLow:R} {score.CiHigh:R} {score.N}"
                    )
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    static async Task AnewAsync(BenchApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<OutdatedScores>().ForgetAsync(everything: true, default)).ShouldBe(Evaluations);
    }

    /// <summary>Evaluations that are out of date for a build, as soon as they are as few as wanted.</summary>
    static async Task<int> UntilAsync(BenchApp app, Func<int, bool> isWanted)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            await using var scope = app.Services.CreateAsyncScope();
            var progress = await scope.ServiceProvider.GetRequiredService<OutdatedScores>().ProgressAsync(default);
            progress.Failed.ShouldBe(0, progress.ToString());
            if (isWanted(progress.Outdated))
                return progress.Outdated;
            clock.Elapsed.ShouldBeLessThan(Patience.Deadline);
        }
    }
}
