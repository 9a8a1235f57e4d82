using System.Security.Cryptography;
using System.Text.Json;
using Bench.Data;
using Bench.Service.Datasets.Variants;
using Bench.Service.Work;

namespace Bench.Service.Agreements;

/// <summary>The agreement that every process over one database knows the operator's variants, and means the same by
/// each: a variant says over which classes a dataset is scored and what its errors are measured against, so that two
/// meanings would be two numbers.</summary>
/// <remarks>A process may know more than was agreed on, which adds to it: declarations come with a restart of one
/// process after the other. Over SQLite there is one process.</remarks>
public sealed class VariantAgreement(BenchDb db, AgreementBook book, VariantCatalog variants)
{
    public const string Name = "variants";

    /// <exception cref="FailureException">It lacks one that the others know, or means another thing by it.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (db is SqliteBenchDb)
            return;
        var own = variants.Declared.ToDictionary(variant => variant.Key, HashOf, StringComparer.Ordinal);
        var text = await book.FindAsync(Name, cancellationToken);
        var agreed = text is null ? [] : JsonSerializer.Deserialize<SortedDictionary<string, string>>(text)!;
        string[] missing = [.. agreed.Keys.Where(key => !own.ContainsKey(key))];
        string[] others = [.. agreed.Where(each => own.TryGetValue(each.Key, out var hash) && hash != each.Value).Select(each => each.Key)];
        if (missing.Length + others.Length > 0)
        {
            string[] differences = [.. missing.Select(key => $"{key} is missing"), .. others.Select(key => $"{key} is declared otherwise")];
            throw new FailureException(
                "variants-differ",
                $"The declarations of dataset variants (Bench:Variants) are not those of the processes that used this database before: "
                    + $"{string.Join(", ", differences)}. Give this process the same folder. Where the operator has changed or removed "
                    + "declarations, start one process with "
                    + "Bench:AgreeAnew:0=variants once, and then the others without it.",
                "Give it the same Bench:Variants, or start once with Bench:AgreeAnew:0=variants."
            );
        }
        var now = JsonSerializer.Serialize(new SortedDictionary<string, string>(own, StringComparer.Ordinal));
        if (now != text)
            await book.AgreeAsync(Name, now, cancellationToken);
    }

    static string HashOf(DatasetVariant variant) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(variant)));
}
