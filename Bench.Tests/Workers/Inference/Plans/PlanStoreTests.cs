using Bench.Data;
using Bench.Service.Models;
using Bench.Workers.Inference.Plans;

namespace Bench.Tests.Workers.Inference.Plans;

public sealed class PlanStoreTests : IDisposable
{
    static readonly EnginePlan Plan = new(8, 2, 1, true) { Pinned = true };
    static readonly string Ours = PlanStore.Key("model", "this machine", "cpu 1.0", "2 cores");

    readonly TempFolder _folder = new();
    readonly PlanStore _store;

    public PlanStoreTests() => _store = new(new BenchOptions { CacheDirectory = _folder.Path });

    public void Dispose() => _folder.Dispose();

    string File => Directory.GetFiles(_folder["plans"]).ShouldHaveSingleItem();

    [Fact]
    public void A_plan_is_found_again_by_model_machine_runtime_and_field()
    {
        _store.Find(Ours).ShouldBeNull();

        _store.Keep(Ours, Plan);

        _store.Find(Ours).ShouldBe(Plan);
        _store.Find(PlanStore.Key("another", "this machine", "cpu 1.0", "2 cores")).ShouldBeNull();
        _store.Find(PlanStore.Key("model", "another", "cpu 1.0", "2 cores")).ShouldBeNull();
        _store.Find(PlanStore.Key("model", "this machine", "cpu 1.1", "2 cores")).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{ \"key\": ")]
    public void A_damaged_file_is_no_plan_and_is_written_over(string damage)
    {
        _store.Keep(Ours, Plan);
        System.IO.File.WriteAllText(File, damage);

        _store.Find(Ours).ShouldBeNull();
        _store.Keep(Ours, Plan);

        _store.Find(Ours).ShouldBe(Plan);
    }

    [Fact]
    public void A_file_of_another_machine_under_our_name_is_no_plan()
    {
        _store.Keep(Ours, Plan);
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace("this machine", "that machine"));

        _store.Find(Ours).ShouldBeNull();
    }

    [Fact]
    public void A_changed_digit_of_the_plan_itself_is_no_plan()
    {
        _store.Keep(Ours, Plan);
        var text = System.IO.File.ReadAllText(File);
        text.ShouldContain("\"batch\":8");
        System.IO.File.WriteAllText(File, text.Replace("\"batch\":8", "\"batch\":9"));

        _store.Find(Ours).ShouldBeNull();
    }

    [Fact]
    public void A_plan_that_would_run_nothing_is_no_plan()
    {
        _store.Keep(Ours, Plan with { Batch = 0 });

        _store.Find(Ours).ShouldBeNull();
    }
}
