using System.Security.Cryptography;
using Bench.Service.Inputs;

namespace Bench.Service.Labels;

/// <summary>A label file as it was given, read a piece at a time and as often as a format needs it.</summary>
/// <param name="Name">Name for messages.</param>
/// <param name="Content">The open file.</param>
/// <param name="Source">Format, hash and origin.</param>
sealed record LabelFile(string Name, Stream Content, LabelSource Source) : IDisposable
{
    public static async Task<LabelFile> OpenAsync(
        string path,
        string name,
        string format,
        string? source,
        CancellationToken cancellationToken
    )
    {
        var content = InputFile.Open(path, InputFile.DefaultLimit, Invalid, name);
        try
        {
            // The hash is of the bytes that came, before they are read as text.
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
            var text = InputFile.AsText(content, name, InputFile.DefaultLimit, Invalid);
            return new LabelFile(name, text, new LabelSource(format, hash, source));
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reading as JSON, from the start.</summary>
    public JsonInput Json()
    {
        Content.Position = 0;
        return new JsonInput(Name, Content, Invalid);
    }

    /// <summary>Reading as rows of fields, from the start.</summary>
    public IEnumerable<(int Line, string[] Fields)> Rows() => DelimitedRows.Read(Content, Name, Invalid);

    public void Dispose() => Content.Dispose();

    public static LabelSetException Invalid(string message) => new(LabelSetCodes.Invalid, message);
}
