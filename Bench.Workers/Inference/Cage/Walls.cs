using System.Globalization;

namespace Bench.Workers.Inference.Cage;

/// <summary>Mounts and limits of a child, as arguments of bubblewrap. A path that is not named here does not exist for
/// the child.</summary>
/// <remarks>
/// Fresh namespaces and nobody's user; the system's libraries, the .NET runtime and this program's own code, all
/// read-only; the GPU's device files where there are any. Nothing can be written, but for a small scratch where a GPU's
/// driver lives, which may want one.
/// </remarks>
internal static class Walls
{
    /// <summary>User and group inside: nobody, whatever the worker's.</summary>
    const string Nobody = "65534";

    /// <summary>Size of each of the two scratch folders. They are memory.</summary>
    const long ScratchSize = 32 << 20;

    static readonly string[] Libraries = ["/usr", "/lib", "/lib64"];

    static readonly string[] Scratches = ["/tmp", "/dev/shm"];

    /// <summary>Files of a GPU's driver.</summary>
    static readonly string[] Devices = [.. Directory.EnumerateFileSystemEntries("/dev", "nvidia*")];

    /// <summary>Memory that the scratch may take, which no process shows as its own.</summary>
    public static long ScratchBytes => Devices.Length > 0 ? ScratchSize * Scratches.Length : 0;

    /// <summary>Folders that are shown whole.</summary>
    public static IReadOnlyList<string> Shown { get; } = [.. Libraries, .. ChildExecutable.RuntimeFolders];

    /// <param name="hidden">Folders below shown ones that the child must not see.</param>
    /// <param name="extra">What this child alone sees: each a path outside and its place inside.</param>
    public static IEnumerable<string> Around(IReadOnlyList<string> hidden, params IEnumerable<(string Outside, string Inside)> extra)
    {
        List<string> walls =
        [
            "--unshare-all",
            "--unshare-user",
            "--uid",
            Nobody,
            "--gid",
            Nobody,
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            "--cap-drop",
            "ALL",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
        ];
        // First, because the program may be in one of them.
        foreach (var scratch in Scratches)
            if (Devices.Length > 0)
                Add("--size", ScratchSize.ToString(CultureInfo.InvariantCulture), "--tmpfs", scratch);
            else
                Add("--tmpfs", scratch);
        foreach (var folder in Libraries)
            Add("--ro-bind-try", folder, folder);
        Add("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache");
        foreach (var folder in ChildExecutable.RuntimeFolders)
            Add("--ro-bind", folder, folder);
        foreach (var folder in hidden)
            Add("--tmpfs", folder);
        foreach (var file in ChildExecutable.ProgramFiles)
            Add("--ro-bind", file, file);
        foreach (var folder in hidden)
            Add("--remount-ro", folder);
        foreach (var device in Devices)
            Add("--dev-bind", device, device);
        foreach (var (outside, inside) in extra)
            Add("--ro-bind", outside, inside);
        // Last: everything above makes its own place.
        foreach (var scratch in Devices.Length > 0 ? [] : Scratches)
            Add("--remount-ro", scratch);
        Add("--remount-ro", "/dev", "--remount-ro", "/");
        return walls;

        void Add(params string[] more) => walls.AddRange(more);
    }
}
