using System.Net;
using Bench.Data.Outcomes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Doubts;

/// <summary>Every address that serves a number of an evaluation says what is doubtful about it. An address is in one of two lists:
/// <see cref="Outlets"/>, or <see cref="Outlets.WithoutNumbers"/> with the reason.</summary>
public sealed class OutletTests
{
    [Fact]
    public async Task Wherever_a_number_is_read_its_doubts_are_too()
    {
        var (app, board) = await DoubtfulBoard.StartAsync();
        await using var _ = app;
        using var client = app.WithKey();

        var silent = new List<string>();
        foreach (var (route, template, missing) in Outlets.All)
        {
            var address = board.Address(template);
            using var answer = await client.GetAsync(address);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.OK)
                silent.Add($"{route}: {address} answers {(int)answer.StatusCode}, {body[..Math.Min(300, body.Length)]}");
            else if (Unsaid(body, missing) is { Length: > 0 } unsaid)
                silent.Add($"{route}: {address} does not say {unsaid}");
        }

        foreach (var (template, said) in Outlets.Derived)
        {
            var address = board.Address(template);
            using var answer = await client.GetAsync(address);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.OK)
                silent.Add($"{address} answers {(int)answer.StatusCode}, {body[..Math.Min(300, body.Length)]}");
            else if (string.Join(", ", said.Where(check => !Says(body, check)).Select(check => check.Code)) is { Length: > 0 } unsaid)
                silent.Add($"{address} does not say {unsaid}");
        }

        var routes = Routes(app);
        string[] known = [.. Outlets.All.Select(outlet => outlet.Route), .. Outlets.WithoutNumbers.Keys];
        silent.AddRange(
            routes.Except(known).Select(route => $"{route} is new: it shows the doubts of its numbers, or Outlets says why it has none")
        );
        silent.AddRange(known.Except(routes).Select(route => $"{route} is not there any more"));
        string.Join('\n', silent).ShouldBeEmpty();
    }

    static string Unsaid(string body, Check[] missing) =>
        string.Join(
            ", ",
            new[] { DoubtfulBoard.OfDataset, DoubtfulBoard.OfEvaluation, DoubtfulBoard.OfLabels }
                .Except(missing)
                .Where(check => !Says(body, check))
                .Select(check => check.Code)
        );

    static bool Says(string body, Check check) =>
        body.Contains(check.Code, StringComparison.Ordinal) || body.Contains(check.Message, StringComparison.Ordinal);

    static HashSet<string> Routes(BenchApp app) =>
        [
            .. app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false)
                .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')),
        ];
}
