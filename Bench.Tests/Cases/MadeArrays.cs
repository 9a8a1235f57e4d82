using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Bench.Tests.Cases;

/// <summary>Arrays as NumPy saves them.</summary>
static class MadeArrays
{
    /// <returns>Path of the <c>.npy</c> file.</returns>
    public static string Npy<T>(TempFolder folder, string name, string type, int[] shape, T[] values)
        where T : unmanaged => folder.Write(name, Bytes(type, shape, values));

    /// <returns>Path of the <c>.npz</c> file.</returns>
    public static string Npz(TempFolder folder, string name, params (string Member, byte[] Content)[] members)
    {
        var path = Path.Combine(folder.Path, name);
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (member, content) in members)
        {
            using var entry = zip.CreateEntry(member).Open();
            entry.Write(content);
        }
        return path;
    }

    /// <summary>One array with its header.</summary>
    public static byte[] Bytes<T>(string type, int[] shape, T[] values)
        where T : unmanaged
    {
        var sides = string.Join(", ", shape) + (shape.Length == 1 ? "," : "");
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sides}), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(text), .. MemoryMarshal.AsBytes(values.AsSpan())];
    }
}
