using System.Runtime.InteropServices;

namespace Bench.Data.Blobs;

internal static partial class Interop
{
    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(string from, string to);
}
