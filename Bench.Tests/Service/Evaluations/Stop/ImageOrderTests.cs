using System.Text.Json;
using Bench.Service.Evaluations.Stop;

namespace Bench.Tests.Service.Evaluations.Stop;

public class ImageOrderTests
{
    static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Service", "Evaluations", "Stop", "Golden", "image_order.json");

    [Fact]
    public void The_order_is_the_one_that_a_script_makes_of_the_description()
    {
        foreach (var made in JsonSerializer.Deserialize<List<Made>>(File.ReadAllText(Golden), JsonSerializerOptions.Web)!)
            ImageOrder.Of(made.Images, made.Seed).ShouldBe(made.Order);
    }

    [Fact]
    public void Every_image_has_one_place_and_classes_are_mixed()
    {
        var order = ImageOrder.Of(50_000, 3);

        order.Order().ShouldBe(Enumerable.Range(0, 50_000));
        // Images are sorted by class: of 1,000 in random order about 20 come of any fiftieth part.
        for (var part = 0; part < 50; part++)
            order.Take(1_000).Count(image => image / 1_000 == part).ShouldBeInRange(3, 45);
        ImageOrder.Of(50_000, 4).ShouldNotBe(order);
    }

    sealed record Made(int Images, int Seed, int[] Order);
}
