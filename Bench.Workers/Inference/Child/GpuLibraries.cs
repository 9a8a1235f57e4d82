using System.Runtime.InteropServices;

namespace Bench.Workers.Inference.Child;

/// <summary>The libraries that ONNX Runtime's CUDA provider needs of a machine, and where they come from.</summary>
internal static class GpuLibraries
{
    const string Resource = "Bench.Workers.gpu-libraries.txt";

    /// <summary>File name of each library, and the package that has it.</summary>
    public static IReadOnlyList<(string Library, string Package)> All { get; } = [.. Read()];

    /// <summary>Libraries that this process cannot load, each with its package; empty where CUDA can start.</summary>
    public static IReadOnlyList<string> Missing() => Missing(library => NativeLibrary.TryLoad(library, out _));

    /// <param name="isThere">Whether a library can be loaded.</param>
    internal static IReadOnlyList<string> Missing(Func<string, bool> isThere) =>
        [.. All.Where(entry => !isThere(entry.Library)).Select(entry => $"{entry.Library} ({entry.Package})")];

    static IEnumerable<(string, string)> Read()
    {
        using var reader = new StreamReader(typeof(GpuLibraries).Assembly.GetManifestResourceStream(Resource)!);
        while (reader.ReadLine() is { } line)
            if (line.StartsWith("lib", StringComparison.Ordinal) && line.Split(' ', 2) is [var library, var package])
                yield return (library, package);
    }
}
