using Bench.Data.Outcomes;
using Bench.Imaging.Contract;
using Bench.Service.Models;
using Bench.Workers.CommandLine.Evaluate;
using Bench.Workers.Evaluations.Doctor;
using Bench.Workers.Evaluations.Plan;

namespace Bench.Tests.Workers.Evaluations;

/// <summary>Each check of a run appears once, in a fixed order, with its reason.</summary>
public sealed class ToldOnceTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData(ChannelOrder.Rgb, "values in 0 to 255 less their mean [123.68, 116.779, 103.939]", 123.68)]
    [InlineData(ChannelOrder.Bgr, "BGR channels and values in 0 to 255 less their mean [103.939, 116.779, 123.68]", 103.939)]
    public void The_doctors_sentence_has_the_mean_in_the_order_of_the_contract_beside_it(ChannelOrder order, string change, double first)
    {
        var alternative = PreprocessingAlternatives.To(Preprocessing.Default).Single(each => each.Change == change);

        alternative.Preprocessing.ChannelOrder.ShouldBe(order);
        alternative.Preprocessing.Mean.First.ShouldBe(first);
    }

    [Fact]
    public void Advice_over_fewer_images_than_asked_for_says_why()
    {
        var alternative = PreprocessingAlternatives.To(Preprocessing.Default)[0];
        bool[] wrong = new bool[40],
            right = [.. Enumerable.Repeat(true, 40)];

        var advice = DoctorVerdict.Of(wrong, Preprocessing.Default, [(alternative, right)], 1, " (all that have a label)");

        advice!.Message.ShouldContain("on 40 images (all that have a label), p");
    }

    [Fact]
    public void A_batch_that_the_inspection_pinned_is_not_pinned_again()
    {
        var file = new ModelFile("", "", new Dictionary<string, OutputKind?>(), []) { QuantisesBatches = true };
        var pinned = Check.Note(CheckCodes.BatchPinned, "It runs one picture at a time.");

        RunPlanner.BatchChecks(file, RunVerdictTests.Record(OutputKind.Logits, 10), [pinned]).ShouldBeEmpty();
        RunPlanner
            .BatchChecks(file, RunVerdictTests.Record(OutputKind.Logits, 10), [])
            .ShouldHaveSingleItem()
            .Code.ShouldBe(CheckCodes.BatchPinned);
    }

    [Fact]
    public void The_command_keeps_timms_test_size_until_the_graph_settles_it()
    {
        var path = _folder.Write(
            "manifest.json",
            """{"preprocessing": {"input_size": [3, 224, 224], "test_input_size": [3, 288, 288], "test_crop_pct": 1.0}}"""
        );

        var read = LocalManifest.Read(new FileInfo(path), "model").Preprocessing!;

        TimmTestSize.Settle(read, null, null).Preprocessing.Height.ShouldBe(288);
        TimmTestSize.Settle(read, 224, 224).Check!.Message.ShouldContain("are not used");
    }

    public void Dispose() => _folder.Dispose();
}
