using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bench.Service.Attacks;
using Bench.Workers.Attacks.Ordered;

namespace Bench.Benchmarks.Attacks;

/// <summary>Ordered attacks on a real model: success and mean energies of each objective, as published and with refinements, over the same
/// photographs and orders.</summary>
internal static class OrderedCommand
{
    const int Seed = 0,
        Refinements = 3;

    const double Margin = 0.2;

    /// <param name="data">Folder of the models and photographs.</param>
    /// <param name="name">Of the model.</param>
    /// <param name="images">Photographs that the model recognises.</param>
    /// <param name="length">K.</param>
    /// <param name="steps">Steps of a search.</param>
    /// <param name="folder">Receives pictures and orders for the peer (benchmarks/peers/ordered_attacks.py), and every result.</param>
    public static void Run(string data, string name, int images, int length, int steps, string folder)
    {
        var model = new AttackedModel(data, name);
        using var session = model.Open();
        var (originals, labels) = model.Recognised(session, images);
        int[][] orders = [.. labels.Select((label, image) => OrderedClasses.Draw(Seed, image, label, 1000, length))];
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, $"{name}.pictures.bin"), MemoryMarshal.AsBytes<float>(originals).ToArray());
        File.WriteAllText(
            Path.Combine(folder, $"{name}.orders.json"),
            JsonSerializer.Serialize(
                new
                {
                    model = model.Path,
                    steps,
                    labels,
                    orders,
                }
            )
        );
        foreach (var objective in Enum.GetValues<OrderedObjective>())
        {
            var spec = new OrderedSpec([length], objective, 1, Margin, 0);
            var before = Environment.CpuUsage.TotalTime;
            var found = new OrderedAttack(session, spec, steps, chunk: 1).Run(
                originals,
                orders,
                [.. Enumerable.Range(0, images).Select(i => (long)i)],
                Seed,
                CancellationToken.None
            );
            Line(name, $"{objective}", length, found, Environment.CpuUsage.TotalTime - before);
            before = Environment.CpuUsage.TotalTime;
            var (refinement, slack) = (new OrderedRefinement(session, chunk: 1), Margin / 10);
            for (var pass = 0; pass < Refinements; pass++, slack /= 10)
                foreach (var search in found)
                    refinement.Refine(search, slack, CancellationToken.None);
            Line(name, $"{objective}, refined", length, found, Environment.CpuUsage.TotalTime - before);
        }
    }

    /// <summary>The same searches, as published, with other weights of the loss at their beginning.</summary>
    /// <param name="weights">Of the loss against the square of the move; 10 is the published one.</param>
    public static void Weights(string data, string name, int images, int length, int steps, params double[] weights)
    {
        var model = new AttackedModel(data, name);
        using var session = model.Open();
        var (originals, labels) = model.Recognised(session, images);
        int[][] orders = [.. labels.Select((label, image) => OrderedClasses.Draw(Seed, image, label, 1000, length))];
        long[] ids = [.. Enumerable.Range(0, images).Select(i => (long)i)];
        foreach (var objective in Enum.GetValues<OrderedObjective>())
        foreach (var weight in weights)
        {
            var attack = new OrderedAttack(session, new OrderedSpec([length], objective, 1, Margin, 0), steps, chunk: 1, 2 * weight);
            var before = Environment.CpuUsage.TotalTime;
            var found = attack.Run(originals, orders, ids, Seed, CancellationToken.None);
            Line(
                name,
                string.Create(CultureInfo.InvariantCulture, $"{objective}, w = {weight}"),
                length,
                found,
                Environment.CpuUsage.TotalTime - before
            );
        }
    }

    /// <summary>How many of the peer's pictures put the served model's best classes into their order.</summary>
    public static void Judge(string data, string name, string folder)
    {
        var model = new AttackedModel(data, name);
        using var session = model.Open();
        var moved = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, $"{name}.peer.bin"))).ToArray();
        using var orders = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.orders.json")));
        var (logits, reached, image) = (new float[1000], 0, 0);
        foreach (var order in orders.RootElement.GetProperty("orders").EnumerateArray())
        {
            session.Logits(moved.AsSpan(image++ * session.Pixels, session.Pixels), logits);
            reached += OrderedLosses.Reached(logits, [.. order.EnumerateArray().Select(each => each.GetInt32())]) ? 1 : 0;
        }
        Console.WriteLine($"# of the peer's pictures the served model sees {reached} of {image} in their order");
    }

    static void Line(string model, string objective, int length, IReadOnlyList<OrderedSearch> found, TimeSpan took)
    {
        var reached = found.Where(search => search.Change is not null).Select(search => search.Change!).ToArray();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {model} | {length} | {objective} | {reached.Length} of {found.Count} | {Mean(change => change.Sum(Math.Abs)):0.0} | "
                    + $"{Mean(change => (float)Math.Sqrt(change.Sum(each => (double)each * each))):0.000} | "
                    + $"{Mean(change => change.Max(Math.Abs)):0.0000} | {took.TotalSeconds:0} s |"
            )
        );

        double Mean(Func<float[], float> energy) => reached.Length == 0 ? double.NaN : reached.Average(energy);
    }
}
