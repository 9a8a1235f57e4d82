using System.IO.Compression;
using System.Security.Cryptography;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Inputs;
using Bench.Service.Refusals;

namespace Bench.Service.Audits;

/// <summary>A data owner's secret keys: a .zip of pictures and <c>keys.csv</c> (file_name,label).</summary>
public static class TaggantKeys
{
    public const int Most = 1_000;
    const string List = "keys.csv";
    const long MostBytes = 16 << 20,
        CompareBytes = 1 << 20;

    /// <summary>Reads the list and writes the pictures into a folder, under names of their own.</summary>
    /// <param name="zip">The file.</param>
    /// <param name="classes">What labels mean.</param>
    /// <param name="folder">Where the pictures go; null only checks the file.</param>
    /// <returns>Of each key the name of its picture in the folder, and its class.</returns>
    /// <exception cref="RefusalException">The file is not in order; the message names no key.</exception>
    public static IReadOnlyList<(string File, ushort Class)> Read(string zip, ClassSpace classes, string? folder)
    {
        try
        {
            using var archive = ZipFile.OpenRead(zip);
            var members = archive.Entries.Where(entry => entry.Name.Length > 0).ToLookup(entry => entry.Name);
            var list = Single(members, List);
            var (keys, seen) = (new List<(string, ushort)>(), new HashSet<ZipArchiveEntry>());
            var alike = new HashSet<(long, uint, string)>();
            using var text = TextOf(list);
            foreach (var (line, fields) in DelimitedRows.Read(text, List, Refuse))
            {
                if (keys.Count == 0 && ColumnNames.Find(fields, ColumnNames.Image) == 0)
                    continue;
                if (fields.Length < 2 || classes.Resolve(fields[1]) is not { } label)
                    throw Refuse($"line {line} of {List} has no label of the dataset's classes");
                if (keys.Count == Most)
                    throw Refuse($"there are more than {Most} keys");
                var picture = Single(members, fields[0]);
                // A key that counts twice would make chance look like knowledge.
                if (!seen.Add(picture))
                    throw Refuse($"the picture of line {line} was named before");
                if (picture.Length > MostBytes)
                    throw Refuse($"the picture of line {line} is larger than {MostBytes >> 20} MiB");
                if (!alike.Add((picture.Length, picture.Crc32, HashOfBeginning(picture))))
                    throw Refuse($"the picture of line {line} has the same bytes as one before");
                // Nothing of the archive's names reaches the disk.
                var file = $"{keys.Count:0000}{Path.GetExtension(picture.Name)}";
                if (folder is not null)
                    picture.ExtractToFile(Path.Combine(folder, Path.GetFileName(file)));
                keys.Add((file, (ushort)label));
            }
            return keys.Count > 0 ? keys : throw Refuse($"{List} has no key");
        }
        catch (InvalidDataException)
        {
            throw Refuse("it is not a .zip file");
        }
    }

    /// <summary>The archive's checksum does not tell pictures apart: each part of a PNG ends with its own, so that PNGs of one length have
    /// 65,536 checksums. Pictures that differ later on are told apart where the model sees them.</summary>
    static string HashOfBeginning(ZipArchiveEntry picture)
    {
        var bytes = new byte[Math.Min(picture.Length, CompareBytes)];
        using var content = picture.Open();
        return Convert.ToHexString(SHA256.HashData(bytes.AsSpan(0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false))));
    }

    static Stream TextOf(ZipArchiveEntry list)
    {
        if (list.Length > MostBytes)
            throw Refuse($"{List} is larger than {MostBytes >> 20} MiB");
        var bytes = new byte[list.Length];
        using (var content = list.Open())
            content.ReadExactly(bytes);
        return PlainText.Of(new MemoryStream(bytes));
    }

    static ZipArchiveEntry Single(ILookup<string, ZipArchiveEntry> members, string name) =>
        members[name].Count() == 1
            ? members[name].Single()
            : throw Refuse(name == List ? $"there is not one {List} in it" : $"a picture that {List} names is not in it once");

    static RefusalException Refuse(string what) =>
        RefusalException.Invalid(
            "keys-invalid",
            $"The keys cannot be read: {what}.",
            "Send a .zip of pictures with keys.csv: a line file_name,label, then one line a key."
        );
}
