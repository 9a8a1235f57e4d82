using Bench.Data.Access;

namespace Bench.Tests.Data;

/// <summary>A guessed key means the same and is not found; what its writer sees is found however it was spelled.</summary>
public sealed class NamedDatasetsTests
{
    [Fact]
    public void A_guess_in_a_declaration_is_the_same_json()
    {
        const string Json = """{"key":"secret","members":[{"dataset":"secret"},{"dataset":"secrets"},{"dataset":"open"}]}""";

        var text = NamedDatasets.InDeclaration(Json, ["secret"]);

        text.ShouldNotContain("\"dataset\":\"secret\"");
        text.ShouldContain("\"key\":\"secret\"");
        text.ShouldContain("\"dataset\":\"secrets\"");
        System.Text.Json.Nodes.JsonNode.Parse(text)!.ToJsonString().ShouldBe(Json);
    }

    [Theory]
    [InlineData("/?dataset=secret", "/?dataset=%73ecret")]
    [InlineData("/?dataset=open", "/?dataset=open")]
    [InlineData("/?Dataset=%6fpen&metric=ece", "/?dataset=open&metric=ece")]
    [InlineData("/scatter?x=top1&dataset=secret&dataset=open", "/scatter?x=top1&dataset=%73ecret&dataset=open")]
    [InlineData("/?d%61taset=s%65cret", "/?dataset=%73ecret")]
    [InlineData("/?q=secret&metric=open", "/?q=secret&metric=open")]
    [InlineData("/?dataset=&dataset=a%00b&dataset=%E4&dataset", "/?dataset=&dataset=a%00b&dataset=%E4&dataset")]
    [InlineData("/scatter", "/scatter")]
    public void A_guess_in_an_address_leads_to_the_same_page(string address, string spelled) =>
        NamedDatasets.InAddress(address, ["open"]).ShouldBe(spelled);
}
