using Bench.Data;
using Bench.Service.Access;
using Bench.Service.Agreements;
using Bench.Workers.Retention;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench.Tests.Service.Agreements;

/// <summary>Two processes whose limits or retention differ: the one that started last is right, and the other knows it.</summary>
public sealed class SettingsAgreementTests
{
    static readonly LimitOptions Few = new() { EvaluationsPerDay = 1 },
        Many = new() { EvaluationsPerDay = 1000, Keys = { ["ada"] = new KeyLimits { EvaluationsPerDay = 5 } } };

    static readonly KeepOptions Ever = new(),
        Week = new() { PredictionsDays = 7 };

    [Fact]
    public async Task The_process_that_was_left_behind_says_what_differs_until_it_is_started_with_the_same()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Postgres);
        await StartAsync(made, Few, Ever);
        (await BehindAsync(made, Few, Ever)).ShouldBeEmpty();

        await StartAsync(made, Many, Ever);
        (await BehindAsync(made, Few, Ever)).ShouldBe(["Bench:Limits"]);
        (await BehindAsync(made, Many, Ever)).ShouldBeEmpty();

        await StartAsync(made, Many, Week);
        (await BehindAsync(made, Few, Ever)).ShouldBe(["Bench:Limits", "Bench:Keep"]);
        await StartAsync(made, Many, Week);
        (await BehindAsync(made, Many, Week)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Over_sqlite_there_is_nobody_to_differ_from()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        await StartAsync(made, Few, Ever);

        (await BehindAsync(made, Many, Week)).ShouldBeEmpty();
    }

    static async Task StartAsync(TestDatabase made, LimitOptions limits, KeepOptions keep)
    {
        await using var db = made.Open();
        await Of(db, limits, keep).LeaveAsync(TestContext.Current.CancellationToken);
    }

    static async Task<IReadOnlyList<string>> BehindAsync(TestDatabase made, LimitOptions limits, KeepOptions keep)
    {
        await using var db = made.Open();
        return await Of(db, limits, keep).LeftBehindAsync(TestContext.Current.CancellationToken);
    }

    static SettingsAgreement Of(BenchDb db, LimitOptions limits, KeepOptions keep) =>
        new(
            db,
            new AgreementBook(db, new BenchOptions(), TimeProvider.System),
            [new("limits", LimitOptions.Section, _ => limits), new("keep", KeepOptions.Section, _ => keep)],
            new ServiceCollection().BuildServiceProvider(),
            NullLogger<SettingsAgreement>.Instance
        );
}
