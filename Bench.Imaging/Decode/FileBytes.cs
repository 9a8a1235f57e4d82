using System.Runtime.InteropServices;

namespace Bench.Imaging.Decode;

/// <summary>Reads whole files into one buffer that grows as needed: nothing is allocated for a file on Linux, where
/// <see cref="File.OpenHandle"/> would take some 400 bytes for each.</summary>
sealed unsafe partial class FileBytes
{
    const int ReadOnlyCloseOnExec = 0x80000;
    const int NoEntry = 2,
        Interrupted = 4,
        AccessDenied = 13,
        NoDirectory = 20,
        IsDirectory = 21;

    byte[] _buffer = GC.AllocateUninitializedArray<byte>(1 << 20);

    /// <summary>The file's bytes, valid until the next call.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="IOException">The machine fails to open or read it.</exception>
    public ReadOnlySpan<byte> Read(string path)
    {
        if (!OperatingSystem.IsLinux())
            return _buffer = File.ReadAllBytes(path);
        var file = Open(path, ReadOnlyCloseOnExec);
        if (file < 0)
            throw Failure(path);
        try
        {
            var length = 0;
            while (ReadSome(file, path, length) is > 0 and var read)
            {
                length += read;
                if (length == _buffer.Length)
                    Array.Resize(ref _buffer, checked(2 * _buffer.Length));
            }
            return _buffer.AsSpan(0, length);
        }
        finally
        {
            _ = Close(file);
        }
    }

    int ReadSome(int file, string path, int offset)
    {
        while (true)
        {
            nint read;
            fixed (byte* bytes = _buffer)
                read = ReadInto(file, bytes + offset, (nuint)(_buffer.Length - offset));
            if (read >= 0)
                return (int)read;
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw Failure(path);
        }
    }

    static Exception Failure(string path)
    {
        var message = $"{path} cannot be read: {Marshal.GetLastPInvokeErrorMessage()}";
        return Marshal.GetLastPInvokeError() switch
        {
            NoEntry or NoDirectory => new FileNotFoundException(message, path),
            AccessDenied or IsDirectory => new UnauthorizedAccessException(message),
            _ => new IOException(message),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadInto(int file, byte* target, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
