namespace Bench.Workers.Inference.Cage;

/// <summary>How this very program is started again as a child, whether it runs as <c>dotnet Bench.Api.dll</c>, through
/// an application host, or published self-contained.</summary>
internal static class ChildExecutable
{
    static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "Bench.Workers.dll");

    /// <summary>Folder of the shared runtime's host, null when published self-contained.</summary>
    static readonly string? DotnetRoot = FindDotnetRoot();

    /// <summary>The program to execute.</summary>
    public static string Host { get; } =
        DotnetRoot is { } root ? Path.Combine(root, "dotnet") : Path.Combine(AppContext.BaseDirectory, "Bench.Workers");

    /// <summary>Arguments before the verb.</summary>
    public static IReadOnlyList<string> Arguments { get; } = DotnetRoot is null ? [] : ["exec", Assembly];

    /// <summary>Folder of this program.</summary>
    public static string ProgramFolder { get; } = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    /// <summary>Files of the program's folder that must be readable for it to start: its code, by name. The data
    /// directory may be next to it, and settings carry credentials.</summary>
    public static IReadOnlyList<string> ProgramFiles { get; } =
    [.. Directory.EnumerateFiles(ProgramFolder).Where(IsCode), .. Existing(Path.Combine(ProgramFolder, "runtimes"))];

    /// <summary>Folders of the shared runtime that must be readable, where the system's folders do not have
    /// it.</summary>
    public static IReadOnlyList<string> RuntimeFolders { get; } =
        DotnetRoot is not { } root || root.StartsWith("/usr/", StringComparison.Ordinal)
            ? []
            : [.. Existing(Path.Combine(root, "dotnet"), Path.Combine(root, "host"), Path.Combine(root, "shared"))];

    static readonly Dictionary<string, string> Common = new()
    {
        ["PATH"] = "/usr/bin:/bin",
        ["HOME"] = "/tmp",
        ["TMPDIR"] = "/tmp",
        ["DOTNET_ROOT"] = DotnetRoot ?? "",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        // Workstation heap: the child allocates next to nothing.
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_GCHeapHardLimit"] = "0x80000000",
        // CUDA images say here where its libraries are; a folder that the cage does not show is passed over.
        ["LD_LIBRARY_PATH"] = System.Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "",
    };

    /// <summary>All of its environment.</summary>
    /// <param name="allowTf32">Whether NVIDIA's libraries may compute single precision as TF32. They read this variable
    /// themselves: for TensorRT it is the only switch there is.</param>
    public static IReadOnlyDictionary<string, string> Environment(bool allowTf32) =>
        allowTf32 ? Common : new Dictionary<string, string>(Common) { ["NVIDIA_TF32_OVERRIDE"] = "0" };

    static string? FindDotnetRoot()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll; self-contained, the library is next
        // to the program.
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        return File.Exists(Path.Combine(root, "dotnet")) ? root : null;
    }

    static IEnumerable<string> Existing(params string[] paths) => paths.Where(Path.Exists);

    static bool IsCode(string path) =>
        Path.GetFileName(path) is var name
        && (
            name == "Bench.Workers"
            || name.EndsWith(".dll", StringComparison.Ordinal)
            || name.EndsWith(".so", StringComparison.Ordinal)
            || name.Contains(".so.", StringComparison.Ordinal)
            || name is "Bench.Workers.deps.json" or "Bench.Workers.runtimeconfig.json"
        );
}
