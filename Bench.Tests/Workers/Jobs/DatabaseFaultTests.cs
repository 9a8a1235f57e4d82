using Bench.Api.Uploads;
using Bench.Data;
using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Bench.Tests.Workers.Jobs;

/// <summary>A Postgres that is really stopped, under everything that goes on by itself.</summary>
public sealed class DatabaseFaultTests : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    PostgresServer? _server;

    public async ValueTask InitializeAsync()
    {
        var binaries = PostgresBinaries.Find(out var reason);
        Assert.SkipWhen(binaries is null, reason);
        _server = await PostgresServer.StartAsync(binaries!);
        await using var services = Services(TimeSpan.FromSeconds(30));
        await services.MigrateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_heartbeat_goes_on_through_an_outage_that_is_shorter_than_its_lease()
    {
        await using var services = Services(TimeSpan.FromSeconds(40));
        var (lease, log) = (await LeaseAsync(services), new Lines());
        await using var heartbeat = Heartbeat(services, lease, TimeSpan.FromSeconds(40), beats: 400, log);
        heartbeat.Start();

        await _server!.StopAsync();
        await log.UntilAsync("could not be kept");
        await _server.StartAgainAsync();
        await log.UntilAsync("is kept again");

        heartbeat.Lost.IsCancellationRequested.ShouldBeFalse();
        log.All.Count(line => line.Contains("could not be kept", StringComparison.Ordinal)).ShouldBe(1, "an outage is told once");
    }

    [Fact]
    public async Task A_lease_that_must_be_over_is_lost_and_ends_without_an_exception()
    {
        await using var services = Services(TimeSpan.FromSeconds(2));
        var lease = await LeaseAsync(services);
        await using var heartbeat = Heartbeat(services, lease, TimeSpan.FromSeconds(2), beats: 4, new Lines());
        heartbeat.Start();

        await _server!.StopAsync();

        var lost = new TaskCompletionSource();
        await using var registration = heartbeat.Lost.Register(lost.SetResult);
        await lost.Task.WaitAsync(Patience.Deadline);
    }

    [Fact]
    public async Task A_process_that_starts_before_its_database_waits_for_it_if_it_was_told_to()
    {
        await using var services = Services(TimeSpan.FromSeconds(30));
        await _server!.StopAsync();

        var impatient = await Should.ThrowAsync<Exception>(() => services.MigrateAsync());
        var starting = services.MigrateAsync(Patience.Deadline);
        starting.IsCompleted.ShouldBeFalse();
        await _server.StartAgainAsync();

        TransientFault.Is(impatient).ShouldBeTrue();
        await starting.WaitAsync(Patience.Deadline);
    }

    [Fact]
    public async Task Sweeps_wait_for_the_database_and_go_on()
    {
        await using var services = Services(TimeSpan.FromSeconds(30));
        var (time, log) = (new FakeTimeProvider(), new Lines());
        using var sweep = new UploadSweep(
            services.GetRequiredService<IServiceScopeFactory>(),
            services.GetRequiredService<BenchOptions>(),
            time,
            new LoggerOf<UploadSweep>(log)
        );
        await _server!.StopAsync();

        await sweep.StartAsync(CancellationToken.None);
        await log.UntilAsync("does not answer");
        await _server.StartAgainAsync();
        await log.UntilAsync("ended well again", () => time.Advance(UploadSweep.Interval));

        sweep.ExecuteTask!.IsCompleted.ShouldBeFalse();
        await sweep.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Whatever_a_round_throws_the_next_one_runs()
    {
        var time = new FakeTimeProvider();
        using var work = new Failing(time);
        await work.StartAsync(CancellationToken.None);

        for (var round = 1; round <= 3; round++)
        {
            await work.Rounds.WaitAsync(Patience.Deadline);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        work.ExecuteTask!.IsCompleted.ShouldBeFalse();
        await work.StopAsync(CancellationToken.None);
        work.ExecuteTask.IsFaulted.ShouldBeFalse();
    }

    [Fact]
    public async Task What_entity_framework_makes_of_a_stopped_postgres_is_transient_and_a_missing_table_is_not()
    {
        await using var services = Services(TimeSpan.FromSeconds(30));
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var missing = await Should.ThrowAsync<PostgresException>(() => db.Database.ExecuteSqlRawAsync("SELECT 1 FROM nowhere"));
        await _server!.StopAsync();

        var away = await Should.ThrowAsync<InvalidOperationException>(() => db.Models.CountAsync());

        TransientFault.Is(away).ShouldBeTrue(away.ToString());
        TransientFault.Is(missing).ShouldBeFalse();
    }

    static async Task<WorkLease> LeaseAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.RunShard,
            SubjectId = Guid.CreateVersion7(),
            CreatedAt = DateTimeOffset.UnixEpoch.UtcDateTime,
        };
        db.Work.Add(item);
        await db.SaveChangesAsync();
        return (
            await scope
                .ServiceProvider.GetRequiredService<WorkQueue>()
                .TakeAsync(item.Id, "test", TimeSpan.FromHours(1), CancellationToken.None)
        )!;
    }

    static WorkHeartbeat Heartbeat(ServiceProvider services, WorkLease lease, TimeSpan duration, int beats, ILogger log) =>
        new(services.GetRequiredService<IServiceScopeFactory>(), lease, duration, beats, TimeProvider.System, log);

    ServiceProvider Services(TimeSpan lease) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(new BenchOptions { DataDirectory = _folder.Path, LeaseDuration = lease })
            .AddSingleton(TimeProvider.System)
            .AddScoped<WorkQueue>()
            .AddScoped<BenchDb>(_ => new PostgresBenchDb(BenchDbOptions.Postgres(_server!.ConnectionString).Options))
            .BuildServiceProvider();

    sealed class Failing(TimeProvider time) : RepeatedWork(TimeSpan.FromMinutes(1), time, NullLogger.Instance)
    {
        public SemaphoreSlim Rounds { get; } = new(0);

        protected override Task RunOnceAsync(CancellationToken cancellationToken)
        {
            Rounds.Release();
            throw new ArgumentException("of any kind");
        }

        public override void Dispose()
        {
            Rounds.Dispose();
            base.Dispose();
        }
    }

    /// <summary>What was logged, and a wait for more.</summary>
    sealed class Lines : ILogger
    {
        readonly List<string> _lines = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public async Task UntilAsync(string text, Action? meanwhile = null)
        {
            using var patience = new CancellationTokenSource(Patience.Deadline);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!All.Any(line => line.Contains(text, StringComparison.Ordinal)))
            {
                meanwhile?.Invoke();
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (_lines)
                _lines.Add(formatter(state, exception));
        }
    }

    sealed class LoggerOf<T>(ILogger log) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log.Log(logLevel, eventId, state, exception, formatter);
    }
}
