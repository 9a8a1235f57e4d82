namespace Bench.Api.Datasets;

/// <summary>Pictures that are nearly the same by perceptual hash.</summary>
/// <param name="Other">The dataset compared with; the same for pairs within it.</param>
/// <param name="Images">Pictures of the dataset that are nearly the same as another.</param>
/// <param name="MostBits">Most bits of 64 by which the hashes of a pair differ.</param>
/// <param name="Pairs">Each of them with the nearest other one, in the order of the dataset; the first
/// thousand.</param>
public sealed record NearDuplicateAnswer(string Dataset, string Other, int Images, int MostBits, IReadOnlyList<NearDuplicatePair> Pairs);

/// <param name="Image">Place in the dataset's image order.</param>
/// <param name="Name">Path of the image in the dataset.</param>
/// <param name="OtherImage">Place of the other in its dataset's order.</param>
/// <param name="OtherName">Path of the other.</param>
/// <param name="Bits">Bits by which their hashes differ.</param>
public sealed record NearDuplicatePair(int Image, string Name, int OtherImage, string OtherName, int Bits);
