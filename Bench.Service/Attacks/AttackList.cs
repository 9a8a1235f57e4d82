namespace Bench.Service.Attacks;

/// <summary>A registered list of images that an attack is confined to.</summary>
/// <param name="Id">Of the label set of format <c>image-list</c>.</param>
/// <param name="Key">Its key.</param>
/// <param name="Version">Its version.</param>
/// <param name="Images">Images in it that have a label.</param>
public sealed record AttackList(Guid Id, string Key, int Version, int Images)
{
    /// <summary>The list that attacks on a dataset are confined to where nothing else is said.</summary>
    public const string Usual = "attack-images";

    /// <summary>In place of a key: all images, even where there is a usual list.</summary>
    public const string None = "none";
}
