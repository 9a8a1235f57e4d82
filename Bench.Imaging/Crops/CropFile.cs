using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Bench.Imaging.Crops;

/// <summary>A crop file mapped for reading: what the child process fills its batches from. Who writes the file says
/// over the pipe which crops are there.</summary>
/// <remarks>The open file holds a shared lock, so that no process evicts it.</remarks>
public sealed unsafe partial class CropFile : IDisposable
{
    const int DoNotNeed = 4;

    readonly MemoryMappedFile _file;
    readonly MemoryMappedViewAccessor _view;
    readonly CropLayout _layout;
    readonly byte* _start;

    CropFile(FileStream stream, CropLayout layout)
    {
        this._layout = layout;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, layout.FileBytes, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Index in the dataset of the file's first crop.</summary>
    public int First => _layout.First;

    public int Count => _layout.Count;

    public int Width => _layout.Width;

    public int Height => _layout.Height;

    /// <exception cref="InvalidDataException">The file is no crop file, or a damaged one.</exception>
    public static CropFile OpenRead(string path)
    {
        // Writers have it open too; a size of 1 keeps the stream from buffering.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        try
        {
            var header = new byte[CropLayout.HeaderBytes];
            stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            return new(
                stream,
                CropLayout.FromHeader(header, stream.Length)
                    ?? throw new InvalidDataException($"{path} is not a crop file of this version, or damaged.")
            );
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The crop of an image of the dataset: rows of RGB pixels without gaps. Meaningless until the writer has
    /// announced it.</summary>
    public ReadOnlySpan<byte> Crop(int index) => new(_start + _layout.CropOffset(index), _layout.CropBytes);

    /// <summary>Takes the pages of these crops out of this process' resident memory; the system's cache keeps
    /// them.</summary>
    /// <remarks>Without it a process that reads 50,000 crops would end up with 7.5 GB resident, and look as if it
    /// leaked.</remarks>
    public void Release(int first, int count)
    {
        if (!OperatingSystem.IsLinux() || count == 0)
            return;
        var page = (nuint)Environment.SystemPageSize;
        var from = ((nuint)_start + (nuint)_layout.CropOffset(first)) / page * page;
        var to = ((nuint)_start + (nuint)_layout.CropOffset(first + count - 1) + (nuint)_layout.CropBytes) / page * page;
        if (to > from)
            _ = Advise((void*)from, to - from, DoNotNeed);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
