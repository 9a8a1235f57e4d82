using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Bench.Service.Work;
using Npgsql;

namespace Bench.Workers.Backups;

/// <summary>Runs one of PostgreSQL's client programs against the database of a connection string. The password goes by
/// the environment, which other users of the machine cannot read.</summary>
internal static class PostgresProgram
{
    const string Debian = "/usr/lib/postgresql";

    /// <exception cref="FailureException">It is not on this machine, or did not end well.</exception>
    public static async Task RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string connectionString,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(Find(program), arguments) { RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in Environment(new NpgsqlConnectionStringBuilder(connectionString)))
            start.Environment[name] = value;
        using var process = Start(start, program);
        process.StandardInput.Close();
        try
        {
            var said = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new FailureException(
                    "postgres-program-failed",
                    $"{program} ended with status {process.ExitCode}: {said.Trim().ReplaceLineEndings(" ")}",
                    "Mend what it says; its version must be the server's or newer."
                );
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Debian's wrapper on the PATH chooses by its own settings: the newest program itself comes
    /// first.</summary>
    static string Find(string program) =>
        Directory.Exists(Debian)
            ? Directory
                .GetDirectories(Debian)
                .OrderByDescending(folder =>
                    double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0
                )
                .Select(folder => Path.Combine(folder, "bin", program))
                .FirstOrDefault(File.Exists)
                ?? program
            : program;

    static Process Start(ProcessStartInfo start, string program)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new FailureException(
                "postgres-program-missing",
                $"{program} cannot be started on this machine: {error.Message}.",
                "Install PostgreSQL's client programs, of the server's version or newer (Debian: postgresql-client), or run this on a "
                    + "machine that has them."
            );
        }
    }

    static IEnumerable<(string Name, string? Value)> Environment(NpgsqlConnectionStringBuilder connection)
    {
        yield return ("PGHOST", connection.Host);
        yield return ("PGPORT", connection.Port.ToString(CultureInfo.InvariantCulture));
        yield return ("PGUSER", connection.Username);
        yield return ("PGDATABASE", connection.Database);
        yield return ("PGPASSWORD", connection.Password);
        yield return (
            "PGSSLMODE",
            connection.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                var mode => mode.ToString().ToLowerInvariant(),
            }
        );
        if (connection.RootCertificate is { Length: > 0 } certificate)
            yield return ("PGSSLROOTCERT", certificate);
    }
}
