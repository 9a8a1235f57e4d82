namespace Bench.Data.Access;

/// <summary>Keys of datasets in what readers write: suites and saved views, which are hidden with the datasets that they
/// name.</summary>
/// <remarks>
/// A key that its writer does not see is a guess. Were the text hidden where the guess is right, everybody could find out
/// what is hidden. So the first character of a guessed key is spelled in another way that means the same, whether or not
/// there is such a dataset, and the filters of <see cref="BenchDb"/>, which look for the plain spelling, let it be.
/// </remarks>
public static class NamedDatasets
{
    const string Parameter = "dataset";

    /// <summary>A suite's declaration with its guessed keys spelled so.</summary>
    /// <param name="json">JSON without spaces.</param>
    /// <param name="guessed">Keys that the writer does not see.</param>
    public static string InDeclaration(string json, IEnumerable<string> guessed) =>
        guessed.Aggregate(
            json,
            (text, key) => text.Replace(Member(key), Member($"\\u{(int)key[0]:x4}{key[1..]}"), StringComparison.Ordinal)
        );

    /// <summary>Keys that an address names.</summary>
    public static IReadOnlyList<string> Of(string address) => [.. Parts(address).Select(KeyOf).OfType<string>().Distinct()];

    /// <summary>A saved view's address in which keys that the writer sees stand plainly, and guessed ones do
    /// not.</summary>
    public static string InAddress(string address, IReadOnlyCollection<string> seen)
    {
        if (Of(address).Count == 0)
            return address;
        var parts = Parts(address).Select(part => KeyOf(part) is { } key ? $"{Parameter}={Spelled(key)}" : part);
        return $"{address.Split('?')[0]}?{string.Join('&', parts)}";

        string Spelled(string key) => seen.Contains(key) ? key : $"%{(int)key[0]:x2}{key[1..]}";
    }

    static string Member(string key) => $"\"dataset\":\"{key}\"";

    static string[] Parts(string address) => address.Split('?', 2) is [_, var query] ? query.Split('&') : [];

    /// <summary>Null for other parameters, and for what cannot be a key.</summary>
    static string? KeyOf(string part) =>
        part.Split('=', 2) is [var name, var value]
        && Uri.UnescapeDataString(name).Equals(Parameter, StringComparison.OrdinalIgnoreCase)
        && Uri.UnescapeDataString(value) is { Length: > 0 } key
        && key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
            ? key
            : null;
}
