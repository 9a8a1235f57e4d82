namespace Bench.Api.Pages;

/// <summary>Where an entry's own link leads, in a word.</summary>
internal static class EntryLinks
{
    static readonly string[] Papers = ["arxiv.org", "openreview.net", "doi.org", "openaccess.thecvf.com", "proceedings.neurips.cc"];
    static readonly string[] Sources = ["github.com", "gitlab.com", "huggingface.co", "codeberg.org", "bitbucket.org"];

    /// <summary>Nothing without a link, or where it is none of http and https.</summary>
    public static IEnumerable<(string Name, string Address)> Of(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            yield break;
        yield return (
            Is(Papers, address.Host) ? "paper"
            : Is(Sources, address.Host) ? "code"
            : "link",
            address.AbsoluteUri
        );
    }

    static bool Is(string[] hosts, string host) =>
        Array.Exists(hosts, known => host == known || host.EndsWith($".{known}", StringComparison.OrdinalIgnoreCase));
}
