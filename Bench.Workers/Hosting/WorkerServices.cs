using Bench.Data;
using Bench.Data.Work;
using Bench.Imaging.Crops;
using Bench.Service.Agreements;
using Bench.Service.Evaluations.Review;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Hosting;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Attacks.Run;
using Bench.Workers.Audits;
using Bench.Workers.Datasets;
using Bench.Workers.Evaluations;
using Bench.Workers.Evaluations.Doctor;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Evaluations.Scores;
using Bench.Workers.Evaluations.Stop;
using Bench.Workers.Explanations.Run;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Plans;
using Bench.Workers.Inference.SelfTest;
using Bench.Workers.Inquiries;
using Bench.Workers.Jobs;
using Bench.Workers.Log;
using Bench.Workers.Models;
using Bench.Workers.Retention;
using Bench.Workers.Verification;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bench.Workers.Hosting;

public static class WorkerServices
{
    /// <summary>One for each kind of work.</summary>
    internal static IReadOnlyList<Type> WorkHandlers { get; } =
    [
        .. typeof(IWorkHandler)
            .Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(IWorkHandler))),
    ];

    /// <summary>The job storage, and the use cases that hand out work.</summary>
    public static IServiceCollection AddBenchScheduling(this IServiceCollection services, IConfiguration configuration)
    {
        // Storage and activator are given, not left to Hangfire's static fields: several hosts of one process would share them.
        services.AddSingleton(provider =>
        {
            provider.GetRequiredService<IGlobalConfiguration>();
            return Storage(configuration, provider.GetRequiredService<BenchOptions>());
        });
        services.AddSingleton(new StartStep((_, cancellationToken) => InstallJobTablesAsync(configuration, cancellationToken)));
        services.AddHangfire(
            (provider, hangfire) =>
                hangfire
                    .UseSimpleAssemblyNameTypeSerializer()
                    .UseRecommendedSerializerSettings()
                    .UseLogProvider(new HostLogProvider(provider.GetRequiredService<ILoggerFactory>()))
        );
        services.AddUseCases();
        if (DataServices.PostgresConnection(configuration) is not null)
            services.AddHostedService<DatabaseClock>();
        return services;
    }

    /// <summary>Everything that does work when it is called: the cage, the engine and a handler for each kind of work.</summary>
    internal static IServiceCollection AddBenchHandlers(this IServiceCollection services)
    {
        services.AddOptions<InferenceOptions>().BindConfiguration(InferenceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<InferenceOptions>>().Value);
        services.AddSingleton<IValidateOptions<InferenceOptions>, CageRequirement>();
        services.AddSingleton<ModelCage>();
        services.AddSingleton(provider => new CropCache(
            new CropCacheOptions
            {
                Directory = LocalFiles.CropsOf(provider.GetRequiredService<BenchOptions>()),
                MaximumBytes = provider.GetRequiredService<InferenceOptions>().CropCacheBytes,
            },
            provider.GetRequiredService<TimeProvider>().OfFiles()
        ));
        services.AddSingleton<WorkerSelfTest>();
        services.AddSingleton<ModelStore>();
        services.AddSingleton<ModelInspector>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<EnginePlanner>();
        services.AddSingleton<ModelChildren>();
        services.AddSingleton<PreprocessingDoctor>();
        services.AddSingleton<ShardRunner>();
        services.AddScoped<QuestionLabels>();
        services.AddScoped<ShardOutcomes>();
        services.AddScoped<EarlyStop>();
        services.AddScoped<ModelRegistry>();
        services.AddScoped<DerivedScorer>();
        services.AddScoped<EvaluationScorer>();
        services.AddScoped<AnswerReview>();
        services.AddScoped<ForeignMistakes>();
        services.AddSingleton<PictureCage>();
        services.AddScoped<PictureSliceMaker>();
        services.AddSingleton<AttackRunner>();
        services.AddSingleton<AttackMemory>();
        services.AddScoped<InquiryWalk>();
        services.AddSingleton<AuditRunner>();
        services.AddSingleton<ExplanationRunner>();
        services.AddScoped<ScoreReplacement>();
        services.AddScoped<StoredScores>();
        services.AddScoped<Receipts>();
        services.AddScoped<StoredLogAudit>();
        services.AddScoped<StoreVerifier>();
        foreach (var handler in WorkHandlers)
            services.AddScoped(typeof(IWorkHandler), handler);
        services.AddSingleton<FairShares>();
        services.AddScoped<IWorkAffinity, LocalFiles>();
        services.AddScoped<WorkTurns>();
        services.AddSingleton<WorkMeter>();
        services.AddSingleton<WorkRunner>();
        services.AddSingleton<IWorkRunner>(provider => provider.GetRequiredService<WorkRunner>());
        return services;
    }

    /// <summary>A worker: the handlers, and what brings work to them, two quick pieces at a time and one that needs the device.</summary>
    public static IServiceCollection AddBenchWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddBenchHandlers();
        services.AddSingleton<WorkerPresence>().AddHostedService(provider => provider.GetRequiredService<WorkerPresence>());
        services.AddHostedService<ScoresAnew>();
        services.AddHostedService<VerificationClock>();
        services.AddHostedService<HeldOutClock>();
        services.AddOptions<KeepOptions>().BindConfiguration(KeepOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<KeepOptions>>().Value);
        services.AddScoped<RetentionRound>();
        services.AddSingleton(new SharedSettings("keep", KeepOptions.Section, provider => provider.GetRequiredService<KeepOptions>()));
        services.AddHostedService<RetentionClock>();
        if (configuration.GetValue<WorkBy>($"{BenchOptions.Section}:{nameof(BenchOptions.WorkBy)}") == WorkBy.Claims)
            return services.AddHostedService<WorkClaims>();
        return services
            .AddHostedService<WorkSweeper>()
            .AddJobServer("quick", WorkScheduler.QuickQueue, WorkClaims.QuickAtOnce)
            .AddJobServer("device", WorkScheduler.DeviceQueue, WorkClaims.DeviceAtOnce);
    }

    static IServiceCollection AddJobServer(this IServiceCollection services, string name, string queue, int atOnce) =>
        services.AddHangfireServer((provider, server) => Configure(server, provider, name, queue, atOnce));

    internal static void Configure(BackgroundJobServerOptions server, IServiceProvider provider, string name, string queue, int atOnce)
    {
        server.Activator = new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>());
        server.ServerName = $"{Environment.MachineName}:{Environment.ProcessId}:{name}";
        server.Queues = [queue];
        server.WorkerCount = atOnce;
        server.SchedulePollingInterval = NowAndThen();
    }

    /// <summary>How often a job server asks for scheduled jobs. Every server takes one row's lock to do so, and nothing here schedules any:
    /// seldom, and not all at once.</summary>
    static TimeSpan NowAndThen() => TimeSpan.FromSeconds(15 + 5 * Random.Shared.NextDouble());

    /// <summary>The job server's own tables. Its storage would make them too, but not where two processes do it at once.</summary>
    static async Task InstallJobTablesAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        if (DataServices.PostgresConnection(configuration) is not { } connectionString)
            return;
        // Not of the pool: it sets the session's search path.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        PostgreSqlObjectsInstaller.Install(connection);
    }

    /// <remarks>
    /// A worker that dies between fetching a job and saying so leaves it "enqueued", which the sweeper takes for on its way, but hidden;
    /// and one that dies while it changes a job's state leaves the job locked. Both last as long as a silent worker keeps a lease, no
    /// longer (by default half an hour and ten minutes). A living one renews the first, and holds the second for milliseconds.
    /// </remarks>
    static JobStorage Storage(IConfiguration configuration, BenchOptions bench)
    {
        if (DataServices.PostgresConnection(configuration) is not { } connection)
            return new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) });
        var options = new PostgreSqlStorageOptions
        {
            PrepareSchemaIfNecessary = false,
            // No LISTEN: the storage waits without end for its listener once it has fetched a job, and a job that was fetched is hidden
            // from the sweeper. Within a process a new job wakes a thread at once; from another one it is found by the next look.
            EnableLongPolling = false,
            QueuePollInterval = TimeSpan.FromSeconds(0.25),
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = bench.LeaseDuration,
            DistributedLockTimeout = bench.LeaseDuration,
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options), options);
    }
}
