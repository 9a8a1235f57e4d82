using Bench.Metrics.Hierarchy;
using Bench.Service.Inputs;

namespace Bench.Service.Labels;

/// <summary>Reads an is-a file, or published distances, as people send them: text in any of the usual encodings.</summary>
static class HierarchyText
{
    /// <param name="path">The file.</param>
    /// <param name="name">How the sender calls it, for messages.</param>
    /// <exception cref="FormatException">It is neither; the message names the line, or what the file is.</exception>
    public static HierarchyFile Read(string path, string name)
    {
        using var content = InputFile.OpenText(path, InputFile.DefaultLimit, static message => new FormatException(message), name);
        var start = new byte[ForeignKind.Looked];
        var looked = start.AsSpan(0, content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        content.Position = 0;
        if ((ForeignForm.Of(looked) ?? ForeignForm.JsonOf(looked)) is { } kind)
            throw new FormatException($"{name} is {kind}, not lines of class ids");
        if (looked.Contains((byte)0))
            throw new FormatException($"{name} is a binary file, not lines of class ids");
        using var reader = new StreamReader(content);
        return HierarchyFile.Read(reader);
    }
}
