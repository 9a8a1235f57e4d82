using Bench.Service.Claims;

namespace Bench.Tests.Cases;

/// <summary>A WordNet id in a path says what the picture shows, however the system writes names.</summary>
public sealed class WordNetIdTests
{
    [Theory]
    [InlineData("n01440764/a.JPEG", "n01440764")]
    [InlineData("N01440764/a.JPEG", "n01440764")]
    [InlineData("n01440764/N01496331_7.JPEG", "n01496331")]
    [InlineData("Nn01440764/a.JPEG", null)]
    [InlineData("val/a.JPEG", null)]
    public void Ids_in_capitals_are_ids(string path, string? id) => WordNetIds.Last(path).ShouldBe(id);

    [Fact]
    public void One_id_in_two_spellings_is_one() => WordNetIds.Only("N01440764/n01440764_7.JPEG").ShouldBe("n01440764");
}
