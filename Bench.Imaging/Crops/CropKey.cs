using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Bench.Imaging.Resize;

namespace Bench.Imaging.Crops;

/// <summary>Everything that decides the bytes of a crop file: the pictures in their order, the geometry, and the
/// decoder.</summary>
/// <param name="ManifestHash">Content hash of the dataset's manifest.</param>
/// <param name="Geometry">What is made of each picture.</param>
/// <param name="Decoder">The decoder's name with its version.</param>
public sealed record CropKey(string ManifestHash, Geometry Geometry, string Decoder)
{
    /// <summary>Raised when files of some kind give other pixels than before: crops of older versions are not used
    /// again.</summary>
    const int Reading = 2;

    public string Canonical => CanonicalOf(ManifestHash, Geometry.Canonical, Decoder);

    public string FileName => FileNameOf(Canonical);

    /// <summary>The file of the crops that were made so, by the names that a record keeps.</summary>
    public static string FileNameOf(string manifestHash, string geometry, string decoder) =>
        FileNameOf(CanonicalOf(manifestHash, geometry, decoder));

    static string CanonicalOf(string manifestHash, string geometry, string decoder) =>
        $"{manifestHash} | {geometry} | {decoder} | reading {Reading}";

    static string FileNameOf(string canonical) =>
        XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(canonical)).ToString("x32", CultureInfo.InvariantCulture) + CropCache.Extension;
}
