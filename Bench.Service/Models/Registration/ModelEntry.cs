using System.Security.Cryptography;
using System.Text;

namespace Bench.Service.Models.Registration;

/// <summary>The identity of an entry: the file's bytes, its owner, and the contract under which it is run.</summary>
internal static class ModelEntry
{
    /// <summary>SHA-256 of a contract, 64 hexadecimal digits.</summary>
    /// <param name="preprocessing">Canonical JSON; null for the defaults.</param>
    /// <param name="contract">Canonical JSON of which output to read and how; null for the defaults.</param>
    public static string ContractHash(string? preprocessing, string? contract) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{preprocessing}\n{contract}")));
}
