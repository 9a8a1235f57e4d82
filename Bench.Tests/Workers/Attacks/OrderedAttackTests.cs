using System.Text.Json;
using Bench.Service.Attacks;
using Bench.Workers.Attacks;
using Bench.Workers.Attacks.Ordered;

namespace Bench.Tests.Workers.Attacks;

/// <summary>Orders of the best classes: the quadratic program and the smallest moves of linear models against SciPy
/// (Golden/make_ordered.py).</summary>
public sealed class OrderedAttackTests
{
    const int Pixels = 27,
        Classes = 8,
        Seed = 11;

    sealed record Golden(Projection[] Projections, Move[] Moves);

    sealed record Projection(float[] Logits, int[] Order, double Margin, double[] Nearest);

    sealed record Move(int Label, int[] Order, double Length);

    static readonly Golden Expected = JsonSerializer.Deserialize<Golden>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Workers/Attacks/Golden/ordered.json")),
        JsonSerializerOptions.Web
    )!;

    [Fact]
    public void The_quadratic_program_is_solved_as_SciPy_solves_it()
    {
        foreach (var (logits, order, margin, due) in Expected.Projections)
        {
            var nearest = new double[logits.Length];

            var distance = OrderedProjection.Project(logits, order, margin, nearest);

            nearest.Zip(due, (made, wanted) => Math.Abs(made - wanted)).Max().ShouldBeLessThan(1e-9);
            distance.ShouldBe(logits.Zip(due, (a, z) => (a - z) * (a - z)).Sum(), 1e-9);
        }
        Expected.Projections.Count(each => each.Order.Length > 4).ShouldBeGreaterThan(6);
    }

    /// <summary>z is the nearest point of a convex set to a exactly if it is in the set and (a − z) · (w − z) ≤ 0 for every w of
    /// it.</summary>
    [Fact]
    public void No_other_point_with_the_order_is_nearer()
    {
        var random = new Random(2);
        for (var trial = 0; trial < 1_000; trial++)
        {
            var classes = 2 + random.Next(30);
            int[] order = [.. Enumerable.Range(0, classes).OrderBy(_ => random.Next()).Take(1 + random.Next(Math.Min(classes, 10)))];
            float[] logits = [.. Enumerable.Range(0, classes).Select(_ => (float)Math.Round(random.NextDouble() * 6, trial % 3))];
            var margin = trial % 4 * 0.3;
            var nearest = new double[classes];

            OrderedProjection.Project(logits, order, margin, nearest);

            Slack(nearest, order, margin).ShouldBeGreaterThan(-1e-9);
            for (var other = 0; other < 5; other++)
            {
                var inside = Inside(random, classes, order, margin);
                logits.Select((a, i) => (a - nearest[i]) * (inside[i] - nearest[i])).Sum().ShouldBeLessThan(1e-9);
            }
        }
    }

    [Theory]
    [InlineData(OrderedObjective.Quadratic)]
    [InlineData(OrderedObjective.Hinge)]
    [InlineData(OrderedObjective.Distillation)]
    public void The_seed_is_the_slope_of_the_loss(OrderedObjective objective)
    {
        var random = new Random(9);
        int[] order = [3, 0, 5];
        for (var trial = 0; trial < 30; trial++)
        {
            float[] logits = [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle() * 6)],
                seed = new float[8],
                ignored = new float[8];
            OrderedLosses.Compute(objective, logits, order, 0.2, seed);
            for (var i = 0; i < logits.Length; i++)
            {
                const float step = 1e-3f;
                float[] up = [.. logits],
                    down = [.. logits];
                (up[i], down[i]) = (logits[i] + step, logits[i] - step);
                var (above, below) = (
                    OrderedLosses.Compute(objective, up, order, 0.2, ignored),
                    OrderedLosses.Compute(objective, down, order, 0.2, ignored)
                );
                var (here, slope) = (OrderedLosses.Compute(objective, logits, order, 0.2, ignored), (above - below) / (up[i] - down[i]));
                // A hinge may bend between the two.
                if (objective == OrderedObjective.Hinge && Math.Abs(above + below - 2 * here) > 1e-5)
                    continue;
                ((double)seed[i]).ShouldBe(slope, 2e-3 * (1 + Math.Abs(slope)), $"{objective}, class {i}");
            }
        }
    }

    [Fact]
    public void Values_by_hand()
    {
        float[] logits = [1, 4, 2, 0],
            seed = new float[4];

        // Class 2 first: it and class 1 meet at their mean, half of the margin above and below.
        OrderedLosses.Compute(OrderedObjective.Quadratic, logits, [2], 0, seed).ShouldBe(2, 1e-12);
        seed.ShouldBe([0, 2, -2, 0]);
        OrderedLosses.Compute(OrderedObjective.Quadratic, logits, [2], 1, seed).ShouldBe(4.5, 1e-12);
        OrderedLosses.Compute(OrderedObjective.Quadratic, logits, [1, 2], 0.2, seed).ShouldBe(0);
        // Class 0 is passed by 1, and 0 and 3 by 1: (3 + 4) / 2.
        OrderedLosses.Compute(OrderedObjective.Hinge, logits, [0, 3], 0, seed).ShouldBe(3.5, 1e-6);
        seed.ShouldBe([-0.5f, 1, 0, -0.5f]);
        OrderedLosses.Reached(logits, [1, 2]).ShouldBeTrue();
        OrderedLosses.Reached(logits, [1, 0]).ShouldBeFalse();
        OrderedLosses.Reached([1, 1, 0], [0]).ShouldBeFalse("a tie is no order");
        OrderedLosses.Reached([float.NaN, 1, 0], [1]).ShouldBeFalse();
        OrderedLosses.Reached([2, 1], [0, 1]).ShouldBeTrue("the order may be of all classes");
    }

    /// <summary>Without refinement this is the published search, which ends some way off; excesses are a third above what was
    /// seen.</summary>
    [Theory]
    [InlineData(OrderedObjective.Quadratic, 0, 0.4)]
    [InlineData(OrderedObjective.Hinge, 0, 0.25)]
    [InlineData(OrderedObjective.Distillation, 0, 0.9)]
    [InlineData(OrderedObjective.Quadratic, 3, 1e-3)]
    [InlineData(OrderedObjective.Hinge, 3, 1e-3)]
    [InlineData(OrderedObjective.Distillation, 3, 1e-3)]
    public void On_a_linear_model_no_move_is_shorter_than_the_smallest_which_refinement_meets(
        OrderedObjective objective,
        int refinements,
        double excess
    )
    {
        var target = Linear();
        var found = Attack(target, objective, rounds: 1, steps: 300, refinements);

        var over = 0.0;
        for (var image = 0; image < found.Count; image++)
        {
            var due = Expected.Moves[image];
            var change = found[image].Change.ShouldNotBeNull($"image {image}");
            var picture = Picture(image);
            for (var i = 0; i < Pixels; i++)
                (picture[i] += change[i]).ShouldBeInRange(0, 1);
            var logits = new float[Classes];
            target.Logits(picture, logits);
            logits.Index().OrderByDescending(each => each.Item).Take(due.Order.Length).Select(each => each.Index).ShouldBe(due.Order);
            found[image].Length.ShouldBeGreaterThan(due.Length - 1e-5, $"image {image}");
            over += found[image].Length / due.Length - 1;
        }
        (over / found.Count).ShouldBeLessThan(excess);
    }

    [Fact]
    public void Moves_depend_on_neither_batch_nor_other_images()
    {
        var together = Attack(Linear(), OrderedObjective.Quadratic, rounds: 2, steps: 40, refinements: 0, chunk: 5);
        var alone = Attack(Linear(), OrderedObjective.Quadratic, rounds: 2, steps: 40, refinements: 0, chunk: 1, first: 7);

        alone[0].Length.ShouldBe(together[7].Length);
        alone[0].Change.ShouldBe(together[7].Change);
        together.ShouldAllBe(search => search.Queries == 82 && search.Gradients == 80);
    }

    [Fact]
    public void Classes_are_drawn_by_the_seed_never_the_label_and_few_are_the_beginning_of_many()
    {
        var drawn = OrderedClasses.Draw(seed: 1, image: 5, label: 3, classes: 10, length: 9);

        drawn.Order().ShouldBe([0, 1, 2, 4, 5, 6, 7, 8, 9]);
        OrderedClasses.Draw(1, 5, 3, 10, 4).ShouldBe(drawn[..4]);
        OrderedClasses.Draw(1, 6, 3, 10, 9).ShouldNotBe(drawn);
        OrderedClasses.Draw(2, 5, 3, 10, 9).ShouldNotBe(drawn);
    }

    static IReadOnlyList<OrderedSearch> Attack(
        LinearTarget target,
        OrderedObjective objective,
        int rounds,
        int steps,
        int refinements,
        int chunk = 5,
        int first = 0
    )
    {
        int[] images = [.. Enumerable.Range(first, Expected.Moves.Length - first)];
        return new OrderedAttack(target, new([1], objective, rounds, 0.2, refinements), steps, chunk).Run(
            [.. images.SelectMany(Picture)],
            Array.ConvertAll(images, image => Expected.Moves[image].Order),
            Array.ConvertAll(images, image => (long)image),
            seed: 3,
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>A point with the order: falling numbers along it, the others below.</summary>
    static double[] Inside(Random random, int classes, int[] order, double margin)
    {
        var point = new double[classes];
        var height = random.NextDouble() * 6;
        foreach (var place in order)
        {
            point[place] = height;
            height -= margin + (random.Next(2) == 0 ? 0 : random.NextDouble());
        }
        for (var i = 0; i < classes; i++)
            if (!order.Contains(i))
                point[i] = height - (random.Next(2) == 0 ? 0 : random.NextDouble() * 3);
        return point;
    }

    static double Slack(double[] point, int[] order, double margin) =>
        order
            .Zip(order.Skip(1), (above, below) => point[above] - point[below] - margin)
            .Concat(Enumerable.Range(0, point.Length).Where(i => !order.Contains(i)).Select(i => point[order[^1]] - point[i] - margin))
            .DefaultIfEmpty(0)
            .Min();

    static LinearTarget Linear()
    {
        float[] weights = [.. Uniform(0, 3, Classes * Pixels).Select(number => 2 * number - 1)];
        return new(weights, [.. weights.Chunk(Pixels).Select(row => -0.5f * row.Sum())], Pixels);
    }

    static float[] Picture(int image) => Uniform(image, 4, Pixels);

    static float[] Uniform(long image, int part, int count)
    {
        var random = SeededRandom.For(Seed, image, part);
        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan())
            number = random.NextSingle();
        return numbers;
    }
}
