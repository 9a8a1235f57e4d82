using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Service.Attacks;
using Bench.Tests.Api;
using Bench.Tests.Workers.Attacks;
using Bench.Workers.Attacks;
using Bench.Workers.Attacks.Ordered;

namespace Bench.Tests.EndToEnd;

public sealed partial class AttackFlowTests
{
    /// <summary>Orders and robust sets of the caged model, slice by slice, are those of the linear function here.</summary>
    static async Task OtherInquiriesAgreeToo(HttpClient client, string model, LinearTarget linear, byte[][] pictures)
    {
        var order = await EndedAsync(client, """{"attack": "ordered", "steps": 80, "ordered": {"topK": [1, 3]}}""", model);
        var sets = await EndedAsync(
            client,
            """{"attack": "robust-conformal", "epsilons": [0.02], "conformal": {"samples": 40, "sigma": 0.1, "alpha": 0.3, "calibration": 9}}""",
            model
        );

        var (cancellation, reached) = (TestContext.Current.CancellationToken, 0);
        foreach (var line in Lines(await CsvAsync(client, order)).Where(line => line[3] == "1"))
        {
            var (image, label, length) = (Number(line[0]), Number(line[2]), Number(line[5]));
            var wanted = OrderedClasses.Draw(seed: 0, image, label, Classes, length);
            line[6].ShouldBe(string.Join(' ', wanted));
            var due = new OrderedAttack(linear, new([length], OrderedObjective.Quadratic, 1, 0.2, 3), 80, 8).Run(
                PictureOf(line),
                [wanted],
                [image],
                seed: 0,
                cancellation
            )[0];
            (line[7] == "1").ShouldBe(due.Change is not null);
            if (due.Change is null)
                continue;
            // Rounding of the caged model's float32 grows over eighty steps of Adam; refinement leads both to the same place.
            double.Parse(line[9], CultureInfo.InvariantCulture).ShouldBe(due.Length, 0.01 * due.Length);
            reached += length == 3 ? 1 : 0;
        }
        var points = order.GetProperty("results").GetProperty("ordered");
        Hits(points[1].GetProperty("reached")).ShouldBe(reached);
        reached.ShouldBeGreaterThan(0);

        var spec = new RobustConformalSpec(ConformalScore.Lac, 0.1, 40, 0.3, 0.001, 9, 0);
        var (scores, maker) = (new SmoothedScores(linear, spec, seed: 0, 8), new ConformalSetMaker(spec, [0.02], []));
        var lines = Lines(await CsvAsync(client, sets));
        lines.Length.ShouldBe(9 + 2 * (Images - 9));
        foreach (var (place, own) in lines.GroupBy(line => line[0]).Index())
        {
            var (first, role) = (own.First(), place < 9 ? ConformalRole.Calibration : ConformalRole.Test);
            var due = maker.Make(role, scores, PictureOf(first), Number(first[0]), Number(first[2]), cancellation);
            double.Parse(first[4], CultureInfo.InvariantCulture).ShouldBe(due.Score, 1e-5);
            own.Where(_ => role == ConformalRole.Test)
                .Select(line => (Number(line[6]), Number(line[8])))
                .ShouldBe(due.Sets.Select(set => (set.Size, set.PlusSize)));
        }
        (await client.GetStringAsync($"/models/{model}/robustness")).ShouldContain("Robust prediction sets", Case.Insensitive);

        float[] PictureOf(string[] line) => Values(pictures[Number(Path.GetFileNameWithoutExtension(line[1]))]);
    }

    static string[][] Lines(string csv) =>
        [.. csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    static async Task<JsonElement> EndedAsync(HttpClient client, string more, string model)
    {
        var body = JsonNode.Parse(more)!.AsObject();
        (body["modelId"], body["dataset"]) = (model, "again");
        using var response = await client.PostAsJsonAsync("/api/v1/attacks", body);
        return await EndedAsync(client, Id(await response.JsonAsync(HttpStatusCode.Accepted)));
    }

    /// <summary>What the caged model certifies, image by image, is what the linear function certifies here.</summary>
    static async Task ACertificateIsThatOfTheFunction(HttpClient client, string model, LinearTarget linear, byte[][] pictures)
    {
        using var response = await client.PostAsJsonAsync(
            "/api/v1/attacks",
            new
            {
                modelId = model,
                dataset = "again",
                attack = "smoothing",
                sigma = 0.1,
                selection = 10,
                samples = 60,
                alpha = 0.01,
                epsilons = new[] { 0.02, 0.08 },
            }
        );
        var ended = await EndedAsync(client, Id(await response.JsonAsync(HttpStatusCode.Accepted)));

        string[] lines = (await CsvAsync(client, ended)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(Images + 1);
        var (right, far) = (0, 0);
        foreach (var line in lines.Skip(1).Select(line => line.Split(',')))
        {
            var picture = Values(pictures[int.Parse(Path.GetFileNameWithoutExtension(line[1]), CultureInfo.InvariantCulture)]);
            var image = long.Parse(line[0], CultureInfo.InvariantCulture);
            var made = RandomisedSmoothing.Certify(linear, picture, image, new(0.1, 10, 60, 0.01), seed: 0, 8, default);
            (line[5], line[8]).ShouldBe((made.Class.ToString(CultureInfo.InvariantCulture), $"{made.Votes}"));
            double.Parse(line[11], CultureInfo.InvariantCulture).ShouldBe(made.Radius, 1e-9);
            right += line[6] == "1" ? 1 : 0;
            far += line[6] == "1" && made.Radius >= 0.08 ? 1 : 0;
        }
        var certified = ended.GetProperty("results").GetProperty("certified");
        Hits(certified.GetProperty("right")).ShouldBe(right);
        Hits(certified.GetProperty("points")[1].GetProperty("certified")).ShouldBe(far);
        right.ShouldBeInRange(1, Images - 1);
        (await client.GetStringAsync($"/models/{model}/robustness")).ShouldContain("Certified accuracy over the radius");
    }
}
