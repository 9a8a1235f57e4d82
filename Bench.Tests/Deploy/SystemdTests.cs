namespace Bench.Tests.Deploy;

/// <summary>The units of deploy/systemd.</summary>
public sealed class SystemdTests : IDisposable
{
    readonly TempFolder _folder = new();

    public static TheoryData<string> Units => ["bench-api.service", "bench-worker@.service"];

    public void Dispose() => _folder.Dispose();

    static string[] Lines(string unit) => File.ReadAllLines(Path.Combine(Checkout.Root, "deploy", "systemd", unit));

    [Theory, MemberData(nameof(Units))]
    public async Task Systemd_understands_every_line(string unit)
    {
        Command.SkipWithout("systemd-analyze");
        // Of the program it asks that it is there.
        var lines = Lines(unit).Select(line => line.StartsWith("ExecStart=", StringComparison.Ordinal) ? "ExecStart=/bin/true" : line);
        await File.WriteAllLinesAsync(_folder[unit], lines, TestContext.Current.CancellationToken);

        await Command.RunAsync(_folder.Path, "systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", _folder[unit]]);
    }

    /// <remarks>The API runs models too, unless it is told otherwise.</remarks>
    [Theory, MemberData(nameof(Units))]
    public void What_the_sandbox_and_the_runtime_need_is_left_to_them_and_only_the_program_is_told_to_stop(string unit)
    {
        var settings = Lines(unit)
            .Select(line => line.Split('='))
            .Where(parts => parts.Length > 1)
            .ToLookup(parts => parts[0], parts => parts[1]);

        foreach (
            var taken in new[]
            {
                "ProtectKernelTunables",
                "ProtectKernelLogs",
                "ProtectProc",
                "ProcSubset",
                "RestrictNamespaces",
                "MemoryDenyWriteExecute",
            }
        )
            settings[taken].ShouldBeEmpty(taken);
        settings["KillMode"].ShouldBe(["mixed"]);
        settings["StateDirectoryMode"].ShouldBe(["0750"]);
    }
}
