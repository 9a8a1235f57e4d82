using Bench.Service.Models;
using Bench.Workers.Inference.Plans;

namespace Bench.Tests.Workers.Inference.Plans;

public sealed class PlanFieldTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(16)]
    public void Every_setting_keeps_the_cores_busy_and_no_more_images_under_way_than_allowed(int cores)
    {
        var settings = new PlanField("cpu", cores, null, 64).Settings;

        settings.ShouldAllBe(plan => plan.Sessions * plan.Threads <= cores && plan.Sessions * (plan.Threads + 1) > cores);
        settings.ShouldAllBe(plan => plan.Sessions == 1 || plan.Sessions * plan.Batch <= 64);
        (settings[0].Batch, settings[0].Sessions).ShouldBe((1, 1));
        settings.Skip(1).Select(plan => plan.Sessions).ShouldBeInOrder(SortDirection.Descending);
        settings.Where(plan => plan.Sessions == 1).Select(plan => plan.Batch).ShouldBe([1, 2, 4, 8, 16, 32]);
        settings.ShouldContain(plan => plan.Threads == 1);
        settings.ShouldBeUnique();
    }

    [Theory]
    [InlineData(1, null, 64, 8, 1)]
    [InlineData(2, null, 64, 8, 2)]
    [InlineData(16, null, 64, 8, 8)]
    [InlineData(2, 1, 64, 1, 2)]
    [InlineData(2, null, 1, 1, 1)]
    public void The_reference_on_a_processor_is_one_thread_and_a_batch_that_no_machine_chooses(
        int cores,
        int? fixedBatch,
        int most,
        int batch,
        int sessions
    ) => new PlanField("cpu", cores, fixedBatch, most).Reference.ShouldBe(new EnginePlan(batch, sessions, 1, false));

    [Fact]
    public void The_usual_setting_is_a_session_a_core_at_the_largest_batch_up_to_the_reference_s()
    {
        var field = new PlanField("cpu", 2, null, 64);

        field.Usual(field.Settings).ShouldBe(field.Reference);
        field.Usual(field.Settings.Where(plan => plan.Batch < 4)).ShouldBe(new EnginePlan(2, 2, 1, BytesIn: false));
        field.Usual(field.Settings.Where(plan => plan.Sessions == 1)).ShouldBeNull();
        new PlanField("cuda", 1, null, 64).Usual([EnginePlan.OneByOne(8, 1)]).ShouldBeNull();
    }

    [Fact]
    public void On_a_device_there_is_one_session_and_the_reference_is_the_largest_batch()
    {
        var field = new PlanField("cuda", 16, null, 100);

        field.Settings.Select(plan => (plan.Sessions, plan.Batch)).ShouldBe([(1, 1), (1, 2), (1, 4), (1, 8), (1, 16), (1, 32), (1, 64)]);
        field.Reference.ShouldBe(EnginePlan.OneByOne(64, 16));
    }
}
