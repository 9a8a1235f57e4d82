using System.Text.RegularExpressions;

namespace Bench.Service.Datasets;

/// <summary>Allowed keys of datasets and variants.</summary>
static partial class DatasetKeys
{
    public const string Wanted = "1 to 100 lower-case letters, digits, '.', '_' and '-' are expected, beginning with a letter or digit";

    public static bool IsKey(string text) => Shape().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,99}\z")]
    private static partial Regex Shape();
}
