using System.Text.Json;
using Bench.Workers.Inference.Child;

namespace Bench.Tests.Deploy;

/// <summary>The workers' seccomp profile, applied on this machine as a container engine would.</summary>
public sealed class SeccompProfileTests
{
    /// <summary>What bubblewrap needs, and the worker is therefore allowed although a model never is.</summary>
    static readonly string[] OfTheCage = ["mount", "pivot_root", "umount2", "unshare"];

    /// <summary>What a worker does itself: it starts children, ends them, and reads a file that has been removed.</summary>
    static readonly string[] OfAWorker =
    [
        "execve",
        "execveat",
        "fork",
        "kill",
        "mq_open",
        "msgget",
        "pidfd_open",
        "pidfd_send_signal",
        "rt_sigqueueinfo",
        "rt_tgsigqueueinfo",
        "semget",
        "shmat",
        "shmctl",
        "shmget",
        "tkill",
        "vfork",
    ];

    /// <summary>Not the one on the PATH, which may be root's alone.</summary>
    const string SystemPython = "/usr/bin/python3";

    static readonly string Profile = Path.Combine(Checkout.Root, "deploy", "seccomp", "worker.json");

    [Fact]
    public void A_worker_may_do_what_its_cage_needs_and_otherwise_nothing_that_opens_the_kernel()
    {
        using var profile = JsonDocument.Parse(File.ReadAllText(Profile));
        var allowed = profile
            .RootElement.GetProperty("syscalls")
            .EnumerateArray()
            .SelectMany(rule => rule.GetProperty("names").EnumerateArray())
            .Select(name => name.GetString()!)
            .ToHashSet();

        profile.RootElement.GetProperty("defaultAction").GetString().ShouldBe("SCMP_ACT_ERRNO");
        OfTheCage.ShouldBeSubsetOf(allowed);
        DeniedCalls.Always.Select(call => call.Name).Where(allowed.Contains).Except(OfAWorker).Order().ShouldBe(OfTheCage);
    }

    [Fact]
    public async Task Under_the_profile_and_without_a_capability_a_model_runs_in_the_cage()
    {
        Command.SkipWithout("bwrap", "python3", "setpriv");
        using var folder = new TempFolder();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        string[] powerless = Environment.IsPrivilegedProcess
            ? ["--reuid=1654", "--regid=1654", "--clear-groups", "--bounding-set=-all", "--no-new-privs"]
            : ["--no-new-privs"];

        var said = await Command.RunAsync(
            folder.Path,
            "setpriv",
            [
                .. powerless,
                SystemPython,
                Path.Combine(Checkout.Root, "Bench.Tests", "Deploy", "under_seccomp.py"),
                Profile,
                "sh",
                "-c",
                "dotnet \"$0\" doctor || true",
                Path.Combine(AppContext.BaseDirectory, "Bench.Workers.dll"),
            ],
            ("HOME", folder.Path),
            ("Bench__DataDirectory", folder["data"])
        );

        said.ShouldMatch("ok +provider");
        said.ShouldMatch("ok +sandbox +bubblewrap");
    }
}
