namespace Bench.Tests.Fixtures;

/// <summary>Where <c>initdb</c> and <c>postgres</c> are on this machine, and how to run them as someone other than root.</summary>
/// <param name="Folder">The folder that holds both.</param>
/// <param name="Drop">Command line that runs what follows as an unprivileged user; empty when we are one already.</param>
internal sealed record PostgresBinaries(string Folder, IReadOnlyList<string> Drop)
{
    const string Debian = "/usr/lib/postgresql";

    /// <summary>Null, with the reason, when this machine cannot run a cluster.</summary>
    public static PostgresBinaries? Find(out string reason)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var versions = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(VersionOf).Select(version => Path.Combine(version, "bin"))
            : [];
        var folder = path.Concat(versions).FirstOrDefault(candidate => Holds(candidate, "initdb") && Holds(candidate, "postgres"));
        reason = "initdb and postgres are neither on the PATH nor under /usr/lib/postgresql/*/bin, and BENCH_TEST_POSTGRES is not set";
        if (folder is null)
            return null;
        if (!Environment.IsPrivilegedProcess)
            return new(folder, []);

        // Postgres refuses to run as root.
        if (path.Any(candidate => Holds(candidate, "setpriv")))
            return new(folder, ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]);
        if (path.Any(candidate => Holds(candidate, "runuser")))
            return new(folder, ["runuser", "-u", "nobody", "--"]);
        reason = "Postgres refuses to run as root, and neither setpriv nor runuser is there to become someone else";
        return null;
    }

    static bool Holds(string folder, string file) => File.Exists(Path.Combine(folder, file));

    static int VersionOf(string folder) => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0;
}
