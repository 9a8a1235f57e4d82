using System.Globalization;

namespace Bench.Tests.Fixtures;

/// <summary>Processes of this machine as <c>/proc</c> shows them.</summary>
static class Processes
{
    /// <summary>The process at the bottom of the tree: in a cage, the one that runs the model.</summary>
    public static int Innermost(int process)
    {
        var children = Read($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children.Length == 0 ? process : Innermost(int.Parse(children[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Those whose <see cref="CommandLine"/> is as wanted; the oldest first.</summary>
    public static IEnumerable<int> Whose(Func<string, bool> isWanted) =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && isWanted(CommandLine(id)))
            .Order();

    /// <summary>Its arguments parted by spaces; empty when there is no such process.</summary>
    public static string CommandLine(int process) => Read($"/proc/{process}/cmdline").Replace('\0', ' ');

    static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // The process ended meanwhile.
            return "";
        }
    }
}
