using System.Net;
using System.Text.Json;
using Bench.Tests.Clients;

namespace Bench.Tests.Api;

/// <summary>Every address of the contract that names a thing, with a name that nothing has.</summary>
public sealed class MissingThingTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory]
    [InlineData("01900000-0000-7000-8000-000000000000")]
    [InlineData("nobody")]
    [InlineData("999999999999")]
    public async Task What_is_not_found_is_named_with_a_code_of_its_own(string name)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var (told, vague) = (0, new List<string>());
        foreach (var (path, method, _) in Contract.Operations)
        {
            if (method is not ("GET" or "DELETE") || !path.Contains('{'))
                continue;
            var address = string.Join('/', path.Split('/').Select(part => part is ['{', ..] ? name : part));
            using var request = new HttpRequestMessage(new(method), address + Needed(path));
            request.Headers.Add("Tus-Resumable", "1.0.0");
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.NotFound)
                vague.Add($"{method} {address}: {(int)answer.StatusCode} {text}");
            else
            {
                told++;
                var problem = JsonSerializer.Deserialize<JsonElement>(text);
                var (code, detail) = (problem.GetProperty("code").GetString()!, problem.GetProperty("detail").GetString()!);
                if (!code.EndsWith("-not-found", StringComparison.Ordinal) || !detail.Contains(name, StringComparison.Ordinal))
                    vague.Add($"{method} {address}: {code} {detail}");
            }
        }

        vague.ShouldBeEmpty();
        told.ShouldBeGreaterThan(60);
    }

    static string Needed(string path) => path.Contains("/shape-bias", StringComparison.Ordinal) ? "?texture=original" : "";
}
