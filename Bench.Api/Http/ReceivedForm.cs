using System.Text;
using Bench.Service.Inputs;
using Bench.Service.Refusals;

namespace Bench.Api.Http;

/// <summary>A multipart form, its files on disk. Files that were not taken are deleted when it is disposed.</summary>
internal sealed class ReceivedForm : IDisposable
{
    readonly Dictionary<string, ReceivedFile> _files = [];
    readonly Dictionary<string, string> _fields = [];

    public ReceivedFile? File(string part) => _files.GetValueOrDefault(part);

    /// <summary>The part 'file'.</summary>
    /// <param name="what">What it is, as the sentence names it: "the label file".</param>
    /// <exception cref="RefusalException">There is no such part.</exception>
    public ReceivedFile RequireFile(string what) =>
        File("file") ?? throw RefusalException.Invalid("form-invalid", "There is no part 'file'.", $"Send {what} as the part 'file'.");

    public string? Field(string part) => _fields.GetValueOrDefault(part);

    public bool Has(string part) => _files.ContainsKey(part) || _fields.ContainsKey(part);

    public void Add(string part, ReceivedFile file) => _files.Add(part, file);

    public void Add(string part, string text)
    {
        _fields.Add(part, text);
        TextBytes += Encoding.UTF8.GetByteCount(part) + Encoding.UTF8.GetByteCount(text);
    }

    /// <summary>Bytes of the fields and their names, as they were sent.</summary>
    public long TextBytes { get; private set; }

    public void Dispose()
    {
        foreach (var file in _files.Values)
            System.IO.File.Delete(file.Path);
    }
}
