using Bench.Api.Pages;
using Bench.Api.Pages.Drawing;

namespace Bench.Tests.Api.Pages;

public sealed class EntryColoursTests
{
    [Theory]
    [InlineData("resnet50", "resnet")]
    [InlineData("ResNet-152", "resnet")]
    [InlineData("se_resnet50", "se_resnet")]
    [InlineData("vit_base_patch16_224", "vit")]
    [InlineData("vgg16_bn", "vgg")]
    [InlineData("convnext_large", "convnext")]
    [InlineData("efficientnetv2_s", "efficientnet")]
    [InlineData("", "")]
    public void A_family_is_the_first_word_without_its_numbers(string architecture, string family) =>
        EntryColours.Family(architecture).ShouldBe(family);

    [Theory]
    [InlineData("https://arxiv.org/abs/1512.03385", "paper")]
    [InlineData("https://github.com/a/b", "code")]
    [InlineData("https://huggingface.co/timm/resnet50.a1_in1k", "code")]
    [InlineData("https://example.org/github.com", "link")]
    public void A_link_says_where_it_leads(string url, string name) => EntryLinks.Of(url).Single().Name.ShouldBe(name);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("not an address")]
    [InlineData(null)]
    public void What_is_no_web_address_is_no_link(string? url) => EntryLinks.Of(url).ShouldBeEmpty();
}
