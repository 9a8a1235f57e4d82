using System.IO.Compression;

namespace Bench.Tests.Api.Readers;

/// <summary>A zip of two secret keys for the classes of a <see cref="TinyDataset"/>.</summary>
static class OwnershipKeys
{
    public static byte[] Make()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, seed) in new[] { ("one.jpg", 1001), ("two.jpg", 1002) })
            {
                using var picture = zip.CreateEntry(name).Open();
                picture.Write(TinyDataset.Picture(seed));
            }
            using var text = zip.CreateEntry("keys.csv").Open();
            text.Write("file_name,label\none.jpg,a\ntwo.jpg,b\n"u8);
        }
        return bytes.ToArray();
    }
}
