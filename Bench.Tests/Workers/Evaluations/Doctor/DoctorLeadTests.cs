using Bench.Imaging.Contract;
using Bench.Service.Evaluations;
using Bench.Workers.Evaluations.Doctor;

namespace Bench.Tests.Workers.Evaluations.Doctor;

public sealed class DoctorLeadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(14)]
    public void The_least_lead_is_the_one_from_which_on_advice_is_given(int family)
    {
        var least = DoctorVerdict.LeastLead(family);

        Advice(least - 1).ShouldBeNull();
        Advice(least).ShouldNotBeNull();

        DoctorAdvice? Advice(int lead)
        {
            var declared = new bool[256];
            var right = declared.Select((_, image) => image < lead).ToArray();
            return DoctorVerdict.Of(declared, Declared, [(new PreprocessingAlternative("bgr", Declared), right)], family);
        }
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(8, 0)]
    [InlineData(16, 0)]
    [InlineData(32, 1)]
    [InlineData(64, 2)]
    [InlineData(128, 4)]
    [InlineData(256, 12)]
    public void More_is_asked_of_an_alternative_the_more_images_were_seen(int seen, int least) =>
        DoctorExamination.LeastLead(seen, sample: 256, needed: 12).ShouldBe(least);

    [Fact]
    public void Of_samples_with_just_the_needed_lead_at_most_a_fifth_shows_less_at_a_stage()
    {
        var random = new Random(7);
        foreach (var seen in new[] { 32, 64, 128 })
        {
            var lost = Enumerable.Range(0, 20_000).Count(_ => Drawn(random, seen) < DoctorExamination.LeastLead(seen, 256, 12));
            (lost / 20_000.0).ShouldBeLessThan(0.21, $"after {seen} images");
        }
    }

    /// <summary>How many of twelve images among 256 are among the first so many of an order.</summary>
    static int Drawn(Random random, int seen) => Enumerable.Range(0, 12).Count(_ => random.Next(256) < seen);

    static Preprocessing Declared => Preprocessing.Default;
}
