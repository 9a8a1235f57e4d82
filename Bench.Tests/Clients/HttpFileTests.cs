using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bench.Tests.Clients;

/// <summary>clients/bench.http, request by request, against the contract.</summary>
public sealed class HttpFileTests
{
    static readonly string Text = File.ReadAllText(Path.Combine(Checkout.Root, "clients", "bench.http"));

    public static TheoryData<string> Requests =>
        [.. Text.Split("\n###").Skip(1).Select(block => block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim())];

    [Theory, MemberData(nameof(Requests))]
    public void A_request_is_one_that_the_contract_has(string request)
    {
        var (head, body) = request.Split("\n\n", 2) is [var first, var rest] ? (first, rest) : (request, null);
        var (method, address) = head.Split('\n')[0].Split(' ') is [var verb, var url] ? (verb, url) : throw new FormatException(head);
        var (path, query) = address["{{bench}}".Length..].Split('?') is [var before, var after]
            ? (before, after)
            : (address["{{bench}}".Length..], "");

        var operation = Contract.Find(method, path).ShouldNotBeNull($"{method} {path} is not in the contract");

        var known =
            operation["parameters"]
                ?.AsArray()
                .Select(parameter => (Name: parameter!["name"]!.GetValue<string>(), In: parameter["in"]!.GetValue<string>()))
                .ToList()
            ?? [];
        foreach (var name in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')[0]))
            known.ShouldContain((name, "query"));
        foreach (
            var name in head.Split('\n').Skip(1).Select(line => line.Split(':')[0]).Except(["Authorization", "Content-Type", "Accept"])
        )
            known.ShouldContain((name, "header"));
        head.Contains("Authorization:", StringComparison.Ordinal).ShouldBe(operation["security"]!.AsArray().Count > 0);
        if (operation["requestBody"] is not { } wanted)
            body.ShouldBeNull();
        else
            ShouldFit(body.ShouldNotBeNull(), wanted["content"]!.AsObject().Single());
    }

    static void ShouldFit(string body, KeyValuePair<string, JsonNode?> content)
    {
        if (content.Key != "application/json")
        {
            foreach (var part in Contract.Resolve(content.Value!["schema"]!)["properties"]!.AsObject())
                body.ShouldContain($"name=\"{part.Key}\"");
            return;
        }
        var schema = Contract.Resolve(content.Value!["schema"]!);
        var fields = JsonSerializer.Deserialize<JsonObject>(body)!.Select(field => field.Key).ToList();
        fields.ShouldBeSubsetOf(schema["properties"]!.AsObject().Select(property => property.Key));
        schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBeSubsetOf(fields);
    }
}
