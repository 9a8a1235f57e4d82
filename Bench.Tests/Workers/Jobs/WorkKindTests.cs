using Bench.Data.Work;
using Bench.Service.Work;
using Bench.Workers.Hosting;

namespace Bench.Tests.Workers.Jobs;

/// <summary>A kind of work is its declaration and its handler; lines, ranks, words and registration follow from the two.</summary>
public sealed class WorkKindTests
{
    [Fact]
    public void Every_kind_has_words_of_its_own_and_one_place_in_one_line()
    {
        var kinds = Enum.GetValues<WorkKind>();

        kinds.Select(kind => kind.Words()).ShouldBeUnique();
        WorkLine[] lines = [WorkLine.Quick, WorkLine.Device];
        foreach (var kind in kinds)
            lines.SelectMany(line => line.Ranks).Count(rank => rank.Contains(kind)).ShouldBe(1, $"{kind}");
        foreach (var line in lines)
            line.Ranks.SelectMany(rank => rank).ShouldAllBe(kind => WorkLine.Of(kind) == line);
    }

    [Fact]
    public void What_somebody_waits_for_goes_before_rescoring_and_that_before_what_the_service_does_for_itself()
    {
        WorkLine
            .Quick.Ranks.Select(rank => string.Join(' ', rank))
            .ShouldBe(["ImportDataset", "InspectModel PlanEvaluation ScoreEvaluation", "Rescore", "ScoreAnew VerifyStore"]);
        WorkLine.Device.Ranks.ShouldHaveSingleItem().ShouldBe(WorkKinds.Of(WorkRank.Device));
    }

    [Fact]
    public void Every_kind_has_a_handler()
    {
        // The kind is a property without state behind it: it can be read off an object that was never constructed.
        WorkerServices
            .WorkHandlers.Select(handler =>
                (WorkKind)
                    handler.GetProperty("Kind")!.GetValue(System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(handler))!
            )
            .ShouldBe(Enum.GetValues<WorkKind>(), ignoreOrder: true);
    }
}
