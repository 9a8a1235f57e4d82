using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Review;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Scores;

namespace Bench.Tests.Workers.Evaluations;

/// <summary>What the rows of a whole run say of the scale that was planned for them.</summary>
public sealed class RunVerdictTests
{
    [Theory]
    [InlineData(9, 11, true)]
    [InlineData(10, 10, false)]
    public void Fewer_than_a_hundred_numbers_in_0_to_1_may_be_logits_by_chance(int rows, int width, bool kept)
    {
        var verdict = RunVerdict.Of(
            Record(OutputKind.Logits, width),
            Rows(rows, width, (row, i) => 0.05f + 0.9f * ((row * 7 + i * 3) % 10) / 10)
        );

        verdict.KeepsConfidence.ShouldBe(kept);
        (verdict.Check is null).ShouldBe(kept);
    }

    [Theory]
    [InlineData(OutputKind.Logits, false, "scale-unknown")]
    [InlineData(OutputKind.Probabilities, false, "scale-unknown")]
    [InlineData(OutputKind.Logits, true, null)]
    [InlineData(OutputKind.Percentages, true, "output-kind-wrong")]
    public void Rows_that_all_sum_to_another_number_are_logits_by_the_authors_word_alone(OutputKind planned, bool declared, string? code)
    {
        var facts = Rows(
            16,
            20,
            (row, i) =>
                i == row ? 200
                : i == 19 ? 55
                : 0
        );
        var record = Record(planned, 20, declared);

        if (code == "output-kind-wrong")
            Should.Throw<FailureException>(() => RunVerdict.Of(record, facts)).Failure.Code.ShouldBe(code);
        else
            RunVerdict.Of(record, facts).Check?.Code.ShouldBe(code);
    }

    [Fact]
    public void Rows_of_turned_logarithms_rank_worst_first_and_are_refused()
    {
        var facts = Rows(12, 20, (row, i) => -MathF.Log(i == row ? 0.62f : 0.02f));

        var refused = Should.Throw<FailureException>(() => RunVerdict.Of(Record(OutputKind.Logits, 20), facts)).Failure;

        refused.Code.ShouldBe("output-kind-wrong");
        refused.Message.ShouldContain("−log p");
    }

    /// <summary>A declared scale is believed where nothing contradicts it; another base is another number of every row.</summary>
    [Theory]
    [InlineData(2, true, "to base 2")]
    [InlineData(10, true, "to base 10")]
    [InlineData(2, false, null)]
    [InlineData(Math.E, true, null)]
    public void Logarithms_to_another_base_are_not_what_the_author_declares(double @base, bool declared, string? why)
    {
        var facts = Rows(12, 20, (row, i) => (float)Math.Log(i == row ? 0.62 : 0.02, @base));
        var record = Record(OutputKind.LogProbabilities, 20, declared);

        if (why is null)
        {
            var verdict = RunVerdict.Of(record, facts);
            (verdict.KeepsConfidence, verdict.Check?.Code).ShouldBe((@base == Math.E, @base == Math.E ? null : "scale-unknown"));
            return;
        }
        var refused = Should.Throw<FailureException>(() => RunVerdict.Of(record, facts)).Failure;
        refused.Code.ShouldBe("output-kind-wrong");
        refused.Message.ShouldContain(why);
        refused.Message.ShouldContain("as the manifest declares");
        refused.NextStep.ShouldContain("natural logarithms");
    }

    /// <summary>As the mean of several models' logarithms is.</summary>
    [Theory]
    [InlineData(0.7, "probabilities-renormalised")]
    [InlineData(0.99, null)]
    public void Declared_logarithms_of_probabilities_that_do_not_sum_to_one_are_told(double sum, string? code)
    {
        var facts = Rows(12, 20, (row, i) => MathF.Log((float)sum * (i == row ? 0.62f : 0.02f)));

        var verdict = RunVerdict.Of(Record(OutputKind.LogProbabilities, 20, declared: true), facts);

        (verdict.KeepsConfidence, verdict.Check?.Code).ShouldBe((true, code));
    }

    static RowFacts Rows(int rows, int width, Func<int, int, float> value)
    {
        var facts = new RowFacts();
        for (var row = 0; row < rows; row++)
            facts = facts.With([.. Enumerable.Range(0, width).Select(i => value(row, i))]);
        return facts;
    }

    internal static RunRecord Record(OutputKind kind, int width, bool declared = false) =>
        new()
        {
            Input = "input",
            InputElementType = "float",
            Layout = Bench.Imaging.Contract.TensorLayout.Nchw,
            Output = "output",
            OutputWidth = width,
            OutputKind = kind,
            KindIsDeclared = declared,
            Batch = 1,
            Threads = 1,
            Geometry = "",
            ManifestHash = "",
            Decoder = "",
            Provider = "",
            Cage = "",
            RuntimeVersion = "",
            Machine = "",
        };
}
