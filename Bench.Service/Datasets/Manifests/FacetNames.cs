namespace Bench.Service.Datasets.Manifests;

/// <summary>Facets that folders tell of, known to the code that reads copies of pictures off a manifest.</summary>
static class FacetNames
{
    /// <summary>How a copy of a picture was corrupted.</summary>
    public const string Corruption = "corruption";

    /// <summary>How much, as its folder is called.</summary>
    public const string Severity = "severity";

    /// <summary>The change that a film shows.</summary>
    public const string Perturbation = "perturbation";
}
