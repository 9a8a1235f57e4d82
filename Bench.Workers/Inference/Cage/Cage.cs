using System.Diagnostics;
using System.Globalization;

namespace Bench.Workers.Inference.Cage;

/// <summary>Starts children in which an uploaded model may run: killable, without network, credentials, labels or file names.</summary>
public sealed class Cage
{
    /// <summary>Where the crops of a run stand inside the cage (and outside, where only rlimits confine).</summary>
    const string ModelMount = "/model",
        CropMount = "/crops";

    readonly InferenceOptions _options;
    readonly Lazy<CageLevel> _level;

    public Cage(InferenceOptions options)
    {
        _options = options;
        _level = new Lazy<CageLevel>(Detect);
    }

    /// <summary>The level in force on this machine, found once by trying.</summary>
    /// <exception cref="InvalidOperationException">The options insist on bubblewrap and it does not work here.</exception>
    public CageLevel Level => _level.Value;

    /// <summary>Starts a child that may read one model folder and one folder of crop files, nothing else.</summary>
    /// <param name="cpuTime">Processor time after which the kernel ends it.</param>
    internal CagedChild Start(string modelFolder, string cropFolder, TimeSpan cpuTime)
    {
        var environment = ChildExecutable.Environment(_options.AllowTf32);
        var start = Level == CageLevel.Bubblewrap ? Bubblewrap(modelFolder, cropFolder, environment) : Bare(environment);
        foreach (var argument in Child(cpuTime))
            start.ArgumentList.Add(argument);
        var process = ChildLauncher.Start(start);
        return Level == CageLevel.Bubblewrap
            ? new CagedChild(process, modelFolder, ModelMount, cropFolder, CropMount, _options)
            : new CagedChild(process, modelFolder, modelFolder, cropFolder, cropFolder, _options);
    }

    static ProcessStartInfo Bare(IReadOnlyDictionary<string, string> environment)
    {
        var start = Piped(ChildExecutable.Host);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    static ProcessStartInfo Bubblewrap(string modelFolder, string cropFolder, IReadOnlyDictionary<string, string> environment)
    {
        var start = Piped("bwrap");
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        foreach (var argument in Walls())
            start.ArgumentList.Add(argument);
        Bind(modelFolder, ModelMount);
        Bind(cropFolder, CropMount);
        foreach (var (name, value) in environment)
            Add("--setenv", name, value);
        Add("--chdir", "/tmp", "--", ChildExecutable.Host);
        return start;

        void Bind(string outside, string inside) => Add("--ro-bind", outside, inside);
        void Add(params string[] arguments)
        {
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument);
        }
    }

    /// <summary>The walls themselves: fresh namespaces, the runtime and its libraries read-only, a private scratch, the GPU's device files
    /// where there are any.</summary>
    static IEnumerable<string> Walls()
    {
        string[] fixedWalls =
        [
            "--unshare-all",
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            "--cap-drop",
            "ALL",
            "--ro-bind",
            "/usr",
            "/usr",
            "--ro-bind-try",
            "/lib",
            "/lib",
            "--ro-bind-try",
            "/lib64",
            "/lib64",
            "--ro-bind-try",
            "/etc/ld.so.cache",
            "/etc/ld.so.cache",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            "--tmpfs",
            "/tmp",
        ];
        foreach (var wall in fixedWalls)
            yield return wall;
        foreach (var folder in ChildExecutable.Folders)
        foreach (var argument in new[] { "--ro-bind", folder, folder })
            yield return argument;
        // Configuration may carry credentials; the child must not read it.
        foreach (var settings in Directory.EnumerateFiles(AppContext.BaseDirectory, "appsettings*.json"))
        foreach (var argument in new[] { "--ro-bind", "/dev/null", settings })
            yield return argument;
        foreach (var device in Directory.EnumerateFileSystemEntries("/dev", "nvidia*"))
        foreach (var argument in new[] { "--dev-bind", device, device })
            yield return argument;
    }

    IEnumerable<string> Child(TimeSpan cpuTime)
    {
        foreach (var argument in ChildExecutable.Arguments)
            yield return argument;
        yield return "infer";
        yield return _options.MemoryBytes.ToString(CultureInfo.InvariantCulture);
        yield return Math.Max(1, (long)cpuTime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    static ProcessStartInfo Piped(string file) =>
        new(file)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

    CageLevel Detect()
    {
        if (_options.Cage == "rlimits")
            return CageLevel.Rlimits;
        if (Works())
            return CageLevel.Bubblewrap;
        return _options.Cage == "auto"
            ? CageLevel.Rlimits
            : throw new InvalidOperationException(
                "Bench:Inference:Cage is 'bubblewrap', but bwrap is missing or may not make namespaces here; install bubblewrap, "
                    + "allow user namespaces, or choose 'auto'"
            );
    }

    static bool Works()
    {
        var start = Piped("bwrap");
        foreach (var argument in Walls().Append("--").Append("/usr/bin/true"))
            start.ArgumentList.Add(argument);
        try
        {
            using var process = ChildLauncher.Start(start);
            process.StandardInput.Close();
            return process.WaitForExit(TimeSpan.FromSeconds(10)) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
