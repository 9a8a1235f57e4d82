using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Bench.Service.Audits;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Tests.Service.Audits;

public sealed class TaggantKeysTests
{
    [Fact]
    public void Pictures_of_noise_are_different_keys_though_files_of_one_length_have_few_checksums()
    {
        using var folder = new TempFolder();
        var random = new Random(1);
        using (var zip = ZipFile.Open(folder["keys.zip"], ZipArchiveMode.Create))
        {
            using (var list = new StreamWriter(zip.CreateEntry("keys.csv").Open()))
                for (var key = 0; key < TaggantKeys.Most; key++)
                    list.Write($"{key}.png,{key % 10}\n");
            for (var key = 0; key < TaggantKeys.Most; key++)
                using (var picture = zip.CreateEntry($"{key}.png", CompressionLevel.NoCompression).Open())
                    picture.Write(Noise(random));
        }
        using (var zip = ZipFile.OpenRead(folder["keys.zip"]))
            zip.Entries.Select(entry => (entry.Length, entry.Crc32)).Distinct().Count().ShouldBeLessThan(TaggantKeys.Most);

        TaggantKeys.Read(folder["keys.zip"], ImageNet1kClasses.Space, folder: null).Count.ShouldBe(TaggantKeys.Most);
    }

    /// <summary>What of a PNG the checksum sees: a part of random bytes, ended by its own checksum, and one end for all.</summary>
    static byte[] Noise(Random random)
    {
        var part = new byte[64];
        random.NextBytes(part);
        "IDAT"u8.CopyTo(part);
        BinaryPrimitives.WriteUInt32BigEndian(part.AsSpan(60), Crc32.HashToUInt32(part.AsSpan(0, 60)));
        return [0x89, .. "PNG"u8, .. part, .. "IEND"u8];
    }
}
