using System.Security.Cryptography;
using Bench.Data;
using Bench.Data.Log;
using Microsoft.Extensions.Configuration;

namespace Bench.Service.Log;

/// <summary>The secret that tree heads are signed with: <c>BENCH_LOG_KEY</c>, else <c>log.key</c> in the data
/// directory, made at the first start.</summary>
/// <remarks>Replicas sign one log, so they need one key: give it to all of them by the variable.</remarks>
public sealed class LogKey(BenchOptions options, IConfiguration configuration)
{
    const string Variable = "BENCH_LOG_KEY",
        FileName = "log.key";

    readonly Lazy<LogSigner> _signer = new(() => new LogSigner(Seed(options, configuration[Variable])));

    /// <exception cref="InvalidOperationException">The variable or the file holds no key.</exception>
    public LogSigner Signer => _signer.Value;

    /// <summary>The public key, where this process has the secret; it makes none. Null elsewhere: on a worker of its
    /// own, say.</summary>
    /// <exception cref="InvalidOperationException">The variable or the file holds no key.</exception>
    public byte[]? FindPublicKey() =>
        configuration[Variable] is { Length: > 0 } || File.Exists(Path.Combine(options.DataPath, FileName)) ? Signer.PublicKey : null;

    static byte[] Seed(BenchOptions options, string? given)
    {
        if (given is { Length: > 0 })
            return Parse(given, Variable);
        var path = Path.Combine(options.DataPath, FileName);
        if (!File.Exists(path))
            Create(path);
        return Parse(File.ReadAllText(path).Trim(), path);
    }

    /// <summary>Written to a temporary file in the same folder and moved, so that two processes that start at once read
    /// one key.</summary>
    static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var staged = $"{path}.{Guid.NewGuid():N}";
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(staged, creation))
            writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(LogSigner.SeedBytes)));
        try
        {
            File.Move(staged, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(staged);
        }
    }

    static byte[] Parse(string text, string source)
    {
        try
        {
            if (text.Length == 2 * LogSigner.SeedBytes)
                return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            // Said below.
        }
        throw new InvalidOperationException(
            $"{source} holds no key for the log; {2 * LogSigner.SeedBytes} hexadecimal digits are expected, as 'openssl rand -hex "
                + $"{LogSigner.SeedBytes}' makes them."
        );
    }
}
