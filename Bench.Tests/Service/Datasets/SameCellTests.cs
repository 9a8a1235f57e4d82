using System.Security.Cryptography;
using System.Text;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Manifests;

namespace Bench.Tests.Service.Datasets;

/// <summary>Corruptions at a level whose files are those of another one.</summary>
public sealed class SameCellTests
{
    const int Pictures = 10;

    [Theory]
    [InlineData(10, 1)]
    [InlineData(5, 1)]
    [InlineData(4, 0)]
    [InlineData(0, 0)]
    public void A_cell_with_the_files_of_another_one_is_doubted(int copied, int checks)
    {
        var found = SameCells.Of([.. Cell("fog", "1", 0), .. Cell("fog", "2", copied), .. Cell("snow", "1", 0)]);

        (found is null ? 0 : 1).ShouldBe(checks);
        found?.Code.ShouldBe("pictures-repeated");
        found?.Message.ShouldContain("1 of 3 corruptions at a level");
        found?.Message.ShouldContain("corruption=fog;severity=2 those of corruption=fog;severity=1");
    }

    /// <summary>A picture that a tree has twice at one level is another matter.</summary>
    [Fact]
    public void A_picture_that_is_twice_in_one_cell_says_nothing()
    {
        ManifestImage[] cell = [.. Cell("fog", "1", 0)];

        SameCells.Of([.. cell, .. cell]).ShouldBeNull();
    }

    /// <param name="corruption">Of the cell.</param>
    /// <param name="level">Of the cell.</param>
    /// <param name="copied">How many of its pictures are those of fog at level 1.</param>
    static IEnumerable<ManifestImage> Cell(string corruption, string level, int copied)
    {
        var facets = FacetSet.Of(("corruption", corruption), ("severity", level));
        return Enumerable
            .Range(0, Pictures)
            .Select(picture => new ManifestImage(
                $"{corruption}/{level}/{picture}.jpg",
                0,
                Hash(picture < copied ? $"fog1{picture}" : $"{corruption}{level}{picture}"),
                [0],
                facets
            ));
    }

    static ContentHash Hash(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
