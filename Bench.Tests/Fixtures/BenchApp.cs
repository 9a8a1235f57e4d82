using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bench.Tests.Fixtures;

/// <summary>The real application on a real port of this machine, over a database and a data folder of its own; both are gone when
/// disposed.</summary>
public sealed class BenchApp : IAsyncDisposable
{
    readonly TempFolder _folder = new();
    readonly PostgresCluster? _cluster;
    readonly string? _postgres;
    readonly Dictionary<string, string?> _configuration;
    Application _application;

    BenchApp(
        PostgresCluster? cluster,
        string? postgres,
        Action<IServiceCollection>? services,
        IEnumerable<(string Key, string Value)> settings
    )
    {
        _cluster = cluster;
        _postgres = postgres;
        _configuration = new Dictionary<string, string?>
        {
            ["Bench:DataDirectory"] = _folder.Path,
            ["ConnectionStrings:Bench"] = postgres,
            ["urls"] = "http://127.0.0.1:0",
        };
        foreach (var (key, value) in settings)
            _configuration[key] = value;
        if (_configuration["ConnectionStrings:Bench"] is null)
            MigratedFile.CopyTo(_folder["bench.db"]);
        _application = new Application(_configuration, services);
    }

    /// <summary>Data directory of the application.</summary>
    public string DataDirectory => _folder.Path;

    /// <summary>Where datasets are put before they are registered.</summary>
    public string DatasetsRoot => Directory.CreateDirectory(_folder["datasets"]).FullName;

    public Uri Address => _application.ClientOptions.BaseAddress;

    public IServiceProvider Services => _application.Services;

    /// <summary>Connection string of its Postgres database; null over SQLite.</summary>
    public string? PostgresConnection => _postgres;

    /// <summary>Text of the operator key that the first start made.</summary>
    public string OperatorKey => File.ReadAllText(_folder["operator.key"]).Trim();

    /// <summary>Starts it; skips the calling test where it asks for Postgres and there is none.</summary>
    /// <param name="database">Which database it remembers in.</param>
    /// <param name="settings">Configuration over the defaults, such as <c>("Bench:EmbeddedWorker", "false")</c>.</param>
    public static Task<BenchApp> StartAsync(Database database, params (string Key, string Value)[] settings) =>
        StartAsync(database, null, settings);

    /// <summary>Starts it with some services replaced.</summary>
    public static async Task<BenchApp> StartAsync(
        Database database,
        Action<IServiceCollection>? services,
        params (string Key, string Value)[] settings
    )
    {
        var cluster = database == Database.Postgres ? await TestContext.Current.GetFixture<PostgresCluster>() : null;
        var app = new BenchApp(cluster, cluster is null ? null : await cluster.CreateDatabaseAsync(), services, settings);
        try
        {
            app._application.StartServer();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client without a key, as any reader has.</summary>
    public HttpClient Reader() => new() { BaseAddress = Address };

    /// <summary>A client that sends a key; the operator's when none is given.</summary>
    public HttpClient WithKey(string? key = null)
    {
        var client = Reader();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key ?? OperatorKey);
        return client;
    }

    /// <summary>Ends it and starts it again over the same folder and database: nothing is remembered but what is stored. Clients have to be
    /// recomputed.</summary>
    /// <param name="services">Replaces services of the new start, as another build would have them.</param>
    public async Task RestartAsync(Action<IServiceCollection>? services = null)
    {
        await EndAsync();
        _application = new Application(_configuration, services);
        _application.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (_cluster is not null)
            await _cluster.DropDatabaseAsync(_postgres!);
        else
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    async Task EndAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    sealed class Application : WebApplicationFactory<Program>
    {
        readonly Dictionary<string, string?> _configuration;
        readonly Action<IServiceCollection> _services;
        IHost? _host;

        public Application(Dictionary<string, string?> configuration, Action<IServiceCollection>? services = null)
        {
            (_configuration, _services) = (configuration, services ?? (_ => { }));
            UseKestrel(0);
        }

        protected override IHost CreateHost(IHostBuilder builder)
        {
            // Host configuration, so that the application sees it before it registers its services.
            builder.ConfigureHostConfiguration(host => host.AddInMemoryCollection(_configuration));
            builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
            return _host = base.CreateHost(builder);
        }

        /// <summary>As at Ctrl+C: workers give back what they hold. Disposing alone would take the services away under their
        /// feet.</summary>
        public Task StopAsync() => _host?.StopAsync() ?? Task.CompletedTask;

        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseEnvironment("Production").ConfigureTestServices(_services);
    }
}
