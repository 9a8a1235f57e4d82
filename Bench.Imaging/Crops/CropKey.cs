using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Bench.Imaging.Resize;

namespace Bench.Imaging.Crops;

/// <summary>What decides the bytes of a crop file: the pictures in their order, the geometry, and the decoder.</summary>
/// <param name="ManifestHash">Content hash of the dataset's manifest.</param>
/// <param name="Geometry">What is made of each picture.</param>
/// <param name="Decoder">The decoder's name with its version.</param>
sealed record CropKey(string ManifestHash, Geometry Geometry, string Decoder)
{
    public string Canonical => $"{ManifestHash} | {Geometry.Canonical} | {Decoder}";

    public string FileName =>
        XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(Canonical)).ToString("x32", CultureInfo.InvariantCulture) + CropCache.Extension;
}
