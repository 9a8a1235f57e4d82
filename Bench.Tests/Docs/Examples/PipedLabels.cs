using Bench.Service.Labels;
using Bench.Service.Labels.Formats;

namespace Bench.Tests.Docs.Examples;

/// <summary>Lines <c>image: class | class</c>, classes as ids or indices.</summary>
static class PipedLabels
{
    public const string Format = "piped";

    public static IReadOnlyList<ImportedLabelSet> Import(LabelFile file, string key, LabelTarget target)
    {
        var labels = new NamedLabels(target, file);
        file.Content.Position = 0;
        using var reader = new StreamReader(file.Content, leaveOpen: true);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            var colon = text.LastIndexOf(':');
            if (colon < 0)
                throw LabelFile.Invalid($"{file.Name}, line {line}: there is no ':' between the image and its classes");
            labels.Add(
                text[..colon].Trim(),
                text[(colon + 1)..].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                weight: null,
                $"line {line}"
            );
        }
        return [labels.ToSet(key, strict: true)];
    }
}
