using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Bench.Tests.Api;

/// <summary>Postgres behind a pooler that gives a connection away after each transaction: nothing of Bench rests on a session.</summary>
public sealed class PoolerTests
{
    /// <summary>Server connections for the whole service: fewer than it has threads that ask.</summary>
    const int Connections = 4;

    [Fact]
    public async Task Behind_PgBouncer_in_transaction_mode_work_is_taken_and_scored()
    {
        var program = new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null && Environment.GetEnvironmentVariable("CI") != "true", "no pgbouncer on this machine");
        var cluster = (await TestContext.Current.GetFixture<PostgresCluster>())!;
        var direct = new NpgsqlConnectionStringBuilder(await cluster.CreateDatabaseAsync());
        var (port, folder) = (Ports.Free(), Path.Combine(Path.GetTempPath(), $"bench-pooler-{Guid.NewGuid():N}"));
        Directory.CreateDirectory(folder);
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(
            settings,
            $"""
            [databases]
            * = host={direct.Host} user={direct.Username}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = {Connections}
            ignore_startup_parameters = extra_float_digits
            """
        );
        using var pooler = Process.Start(
            new ProcessStartInfo("sh", ["-c", Run(program!, settings)]) { RedirectStandardError = true, RedirectStandardInput = true }
        )!;
        try
        {
            var through = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = "127.0.0.1", Port = port };
            await AnswersAsync(through.ConnectionString);
            await using var app = await BenchApp.StartAsync(Database.Sqlite, ("ConnectionStrings:Bench", through.ConnectionString));
            using var client = app.WithKey();
            await TinyDataset.ImportAsync(app, client, "pooled");
            using var submitted = await client.PostAsync(
                "/api/v1/evaluations/predictions",
                ApiClient.Form(
                    """{"name": "pooled", "dataset": "pooled", "format": "csv"}""",
                    Encoding.UTF8.GetBytes(
                        "file_name,predicted_class,predicted_probability\na/0.jpg,a,0.9\na/1.jpg,a,0.9\nb/0.jpg,b,0.9\nb/1.jpg,a,0.9\n"
                    ),
                    "p.csv"
                )
            );
            var id = (await submitted.JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString();

            var scored = await client.UntilAsync(
                $"/api/v1/evaluations/{id}",
                answer => answer.GetProperty("state").GetString() is "completed" or "failed"
            );

            scored.Score("original", "top1").GetProperty("value").GetDouble().ShouldBe(0.75);
            (await ConnectionsAsync(direct)).ShouldBeInRange(1, Connections);
        }
        finally
        {
            pooler.StandardInput.Close();
            await pooler.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
            await cluster.DropDatabaseAsync(direct.ConnectionString);
        }
    }

    /// <summary>It ends when this process closes the pipe, or ends itself. It refuses to run as root.</summary>
    static string Run(string program, string settings) =>
        $"{(Environment.IsPrivilegedProcess ? "setpriv --reuid=65534 --regid=65534 --clear-groups -- " : "")}{program} -q {settings} & "
        + "pooler=$!; cat > /dev/null; kill -INT $pooler; wait $pooler";

    static async Task AnswersAsync(string connectionString)
    {
        using var deadline = new CancellationTokenSource(Patience.Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(deadline.Token);
                return;
            }
            catch (NpgsqlException error) when (error.InnerException is SocketException)
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
    }

    static async Task<long> ConnectionsAsync(NpgsqlConnectionStringBuilder direct)
    {
        await using var connection = new NpgsqlConnection(direct.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
            connection
        );
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
