using System.Diagnostics;
using System.Globalization;
using Bench.Data;

namespace Bench.Workers.Inference.Cage;

/// <summary>Starts children in which an uploaded model may run: killable, without network, credentials, labels or file
/// names.</summary>
public sealed class ModelCage
{
    /// <summary>Folder of the model and the crops of a run inside the cage.</summary>
    const string ModelMount = "/model",
        CropMount = "/crops";

    readonly InferenceOptions _options;
    readonly BenchOptions _bench;
    readonly Lazy<CageLevel> _level;

    /// <param name="bench">Says where the service keeps what no model may see.</param>
    public ModelCage(InferenceOptions options, BenchOptions? bench = null)
    {
        _options = options;
        _bench = bench ?? new BenchOptions();
        _level = new Lazy<CageLevel>(Detect);
    }

    /// <summary>The level in use on this machine, found once by trying.</summary>
    /// <exception cref="InvalidOperationException">The options insist on bubblewrap and it does not work here, or the
    /// service's folders cannot be hidden.</exception>
    public CageLevel Level => _level.Value;

    /// <summary>Starts a child that may read one model folder and its crops, nothing else.</summary>
    /// <param name="crops">The run's own crop file, or a folder that is the run's own.</param>
    /// <param name="cpuTime">Processor time after which the kernel ends it.</param>
    internal CagedChild Start(string modelFolder, string crops, TimeSpan cpuTime)
    {
        var process = ChildLauncher.Start(Command(modelFolder, crops, cpuTime));
        return Level == CageLevel.Bubblewrap
            ? new CagedChild(process, modelFolder, ModelMount, crops, CropPlace(crops), _options)
            : new CagedChild(process, modelFolder, modelFolder, crops, crops, _options);
    }

    /// <summary>The command that <see cref="Start"/> executes.</summary>
    /// <param name="more">Environment variables in addition to the child's own.</param>
    internal ProcessStartInfo Command(
        string modelFolder,
        string crops,
        TimeSpan cpuTime,
        params IEnumerable<(string Name, string Value)> more
    )
    {
        var environment = ChildExecutable.Environment(_options.AllowTf32).Select(variable => (variable.Key, variable.Value)).Concat(more);
        var start = Level == CageLevel.Bubblewrap ? Bubblewrap(modelFolder, crops, environment) : Bare(environment);
        foreach (var argument in Child(cpuTime))
            start.ArgumentList.Add(argument);
        return start;
    }

    static ProcessStartInfo Bare(IEnumerable<(string Name, string Value)> environment)
    {
        var start = Piped(ChildExecutable.Host);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    ProcessStartInfo Bubblewrap(string modelFolder, string crops, IEnumerable<(string Name, string Value)> environment)
    {
        var start = Piped("bwrap");
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        Add(Walls.Around(HiddenFolders.Below(Walls.Shown, _bench), (modelFolder, ModelMount), (crops, CropPlace(crops))));
        foreach (var (name, value) in environment)
            Add(["--setenv", name, value]);
        Add(["--chdir", "/tmp", "--", ChildExecutable.Host]);
        return start;

        void Add(IEnumerable<string> arguments)
        {
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument);
        }
    }

    static string CropPlace(string crops) => File.Exists(crops) ? Path.Combine(CropMount, Path.GetFileName(crops)) : CropMount;

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
        if (Works(HiddenFolders.Below(Walls.Shown, _bench)))
            return CageLevel.Bubblewrap;
        return _options.Cage == "auto"
            ? CageLevel.Rlimits
            : throw new InvalidOperationException(
                "Bench:Inference:Cage is 'bubblewrap', but bwrap is missing or may not make namespaces here; "
                    + "install bubblewrap, allow user namespaces, or choose 'auto'"
            );
    }

    static bool Works(IReadOnlyList<string> hidden)
    {
        var start = Piped("bwrap");
        foreach (var argument in Walls.Around(hidden).Append("--").Append("/usr/bin/true"))
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
