using Bench.Api.Pages.Drawing;
using SkiaSharp;

namespace Bench.Tests.Api.Pages;

/// <summary>The picture that chats show next to a link.</summary>
public sealed class LinkCardTests
{
    [Fact]
    public void A_card_has_ink_in_every_line_and_nothing_over_its_edges()
    {
        var endless = new string('W', 400);
        var rows = Enumerable
            .Range(1, 8)
            .Select(i => new LinkCardRow($"{i}  {endless}", i / 10.0, i / 10.0 - 0.05, null, "10.00 %", endless[..9]));

        using var card = SKBitmap.Decode(LinkCard.Draw(endless, endless, [.. rows]));

        (card.Width, card.Height).ShouldBe((LinkCard.Width, LinkCard.Height));
        var ground = card.GetPixel(0, 0);
        bool HasInk(int left, int top, int right, int bottom) =>
            Enumerable.Range(top, bottom - top).Any(y => Enumerable.Range(left, right - left).Any(x => card.GetPixel(x, y) != ground));
        HasInk(64, 100, 1136, 160).ShouldBeTrue("the title");
        HasInk(64, 180, 1136, 206).ShouldBeTrue("the subtitle");
        for (var row = 0; row < LinkCard.MostRows; row++)
            HasInk(64, 255 + 54 * row, 600, 285 + 54 * row).ShouldBeTrue($"row {row}");
        HasInk(1140, 0, LinkCard.Width, LinkCard.Height).ShouldBeFalse("the right edge is free");
        HasInk(0, 590, LinkCard.Width, LinkCard.Height).ShouldBeFalse("at most six rows");
    }

    [Fact]
    public void A_card_without_a_number_has_its_title() => LinkCard.Draw("new", "Not evaluated yet", []).Length.ShouldBeGreaterThan(1000);

    [Theory]
    [InlineData("Größe, ειδος, вид", "Größe, ειδος, вид", true)]
    [InlineData("95\u00A0% of it", "95 % of it", true)]
    [InlineData("a \U000F0000\U000F0001 b", "a … b", false)]
    public void Letters_without_a_font_are_one_ellipsis(string text, string drawn, bool isWhole)
    {
        var line = CardLine.Of(text);

        string.Concat(line.Runs.Select(run => run.Text)).ShouldBe(drawn);
        line.IsWhole.ShouldBe(isWhole);
    }

    [Theory]
    [InlineData("a שלום עולם b", "a |עולם| |שלום| b")]
    [InlineData("שלום 7 עולם", "עולם| 7 |שלום")]
    [InlineData("سلام", "سلام")]
    [InlineData("ab سلام cd سلام", "ab |سلام| cd |سلام")]
    public void Scripts_from_the_right_change_places_and_are_joined(string text, string fromLeft)
    {
        var line = CardLine.Of(text);
        Assert.SkipUnless(line.IsWhole, "no font of this machine has these letters");

        string.Join('|', line.FromLeftToRight.Select(run => run.Text)).ShouldBe(fromLeft);
        line.Width(28).ShouldBeLessThan(line.Runs.Sum(run => run.Text.Sum(letter => CardLine.Of($"{letter}").Width(28))) + 0.01f);
    }

    [Fact]
    public void Arabic_letters_are_narrower_joined_than_alone()
    {
        var line = CardLine.Of("سلام");
        Assert.SkipUnless(line.IsWhole, "no font of this machine has Arabic letters");

        line.Width(28).ShouldBeLessThan("سلام".Sum(letter => CardLine.Of($"{letter}").Width(28)) - 1);
        line.CutTo(line.Width(28) - 1, 28).Runs[^1].Text.ShouldBe("…");
    }

    [Fact]
    public void Marks_stay_with_their_letter()
    {
        var line = CardLine.Of("e\u0301 и\u0306");

        line.IsWhole.ShouldBeTrue();
        string.Concat(line.Runs.Select(run => run.Text)).ShouldBe("e\u0301 и\u0306");
        line.Runs.ShouldAllBe(run => !run.Text.StartsWith('\u0301') && !run.Text.StartsWith('\u0306'));
    }

    [Fact]
    public void A_script_that_Inter_lacks_is_drawn_with_a_font_of_the_machine_or_marked()
    {
        var line = CardLine.Of("模型 7");

        if (line.IsWhole)
            line.Runs.Select(run => run.Text).ShouldBe(["模型", " 7"]);
        else
            string.Concat(line.Runs.Select(run => run.Text)).ShouldBe("… 7");
    }
}
