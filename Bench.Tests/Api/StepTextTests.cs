using System.Text.Encodings.Web;
using Bench.Api.Problems;

namespace Bench.Tests.Api;

/// <summary>People are not told to send requests where a page shows the same.</summary>
public sealed class StepTextTests
{
    [Theory]
    [InlineData("List the models with GET /api/v1/models.", """List the models on <a href="/models">the page of all models</a>.""")]
    [InlineData(
        "Wait until GET /api/v1/datasets/val-2 says ready.",
        """Wait until <a href="/datasets/val-2">the dataset&#x27;s page</a> says ready."""
    )]
    [InlineData(
        "there is none; GET /api/v1/metrics lists them",
        """there is none; <a href="/metrics/catalogue">the page of all metrics</a> lists them"""
    )]
    [InlineData("GET /api/v1/log says how many.", """<a href="/log">The page of the log</a> says how many.""")]
    [InlineData(
        "Read 'decision' at GET /api/v1/evaluations/{id}, or not.",
        "Read &#x27;decision&#x27; on the evaluation&#x27;s page, or not."
    )]
    [InlineData(
        "List them with GET /api/v1/label-sets?dataset=….",
        """List them on <a href="/label-sets">the page of all label sets</a>."""
    )]
    [InlineData("List them with GET /api/v1/hierarchies.", """List them with <a href="/api/v1/hierarchies">/api/v1/hierarchies</a>.""")]
    [InlineData("Upload its file with POST /api/v1/models.", """Upload its file on <a href="/submit">the submit page</a>.""")]
    [InlineData("An operator adds it with POST /api/v1/label-sets.", """An operator adds it through <a href="/swagger">the API</a>.""")]
    [InlineData("Send <b> & wait.", "Send &lt;b&gt; &amp; wait.")]
    public void An_address_of_the_API_becomes_its_page(string step, string shown)
    {
        using var html = new StringWriter();
        StepText.Of(step).WriteTo(html, HtmlEncoder.Default);

        html.ToString().ShouldBe(shown);
    }
}
