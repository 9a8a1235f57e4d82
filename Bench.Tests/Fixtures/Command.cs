using System.Diagnostics;

namespace Bench.Tests.Fixtures;

/// <summary>Programs of the machine that tests use as a user would.</summary>
internal static class Command
{
    /// <summary>Ends a program that hangs. The longest ones take two minutes on a quiet machine, and a slow one takes three times as
    /// long.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    const string Find = "import importlib.util, sys; sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))";

    /// <summary>Skips the calling test, by name, where a program is not installed; under <c>CI=true</c> that is a failure.</summary>
    public static void SkipWithout(params string[] programs)
    {
        foreach (var program in programs.Where(program => !IsThere(program)))
            Skip($"{program} is not on the PATH");
    }

    /// <summary>A Python that has modules; skips the calling test where there is none, which under <c>CI=true</c> is a failure.</summary>
    public static async Task<string> RequirePythonWithAsync(params string[] modules)
    {
        // The system's own has what the system's packages bring, whichever is first on the PATH.
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
            if (IsThere(python) && await HasAsync(python, modules))
                return python;
        throw Skip($"there is no Python with {string.Join(", ", modules)}");
    }

    /// <returns>Never: for callers that the compiler wants to see end.</returns>
    static Exception Skip(string reason)
    {
        Environment.GetEnvironmentVariable("CI").ShouldNotBe("true", reason);
        Assert.Skip(reason);
        throw new System.Diagnostics.UnreachableException();
    }

    /// <remarks>They are looked for, not loaded: PyTorch alone takes seconds for that.</remarks>
    static async Task<bool> HasAsync(string python, string[] modules)
    {
        try
        {
            await RunAsync(Path.GetTempPath(), python, ["-c", Find, .. modules]);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What it wrote to its standard output; it must end well.</summary>
    public static async Task<string> RunAsync(
        string folder,
        string program,
        IEnumerable<string> arguments,
        params (string Key, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        try
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync())
                .WaitAsync(Patience);
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? said[0]
                : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {said[1]}\n{said[0]}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
