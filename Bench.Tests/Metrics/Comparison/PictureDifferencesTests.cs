using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;

namespace Bench.Tests.Metrics.Comparison;

/// <summary>Two models over images of which several are of one picture.</summary>
public sealed class PictureDifferencesTests
{
    const string First = "1101110110100111011010110111";
    const string Second = "1001100110110010011000110101";

    [Fact]
    public void With_one_image_a_picture_interval_and_p_are_Tangos_and_McNemars()
    {
        var plain = PairedCounts.Of(Bits.Outcomes(First), Bits.Outcomes(Second));
        var clustered = PairedCounts.Of(Copies(First, 1), Copies(Second, 1));

        var (expected, found) = (PairedDifference.Of(plain), PairedDifference.Of(clustered));
        clustered.Pictures!.Count.ShouldBe(First.Length);
        (found.Value, found.N).ShouldBe((expected.Value, expected.N));
        // K / (K - 1) is the only difference: a variance from a sample of pictures.
        (found.High - found.Low).ShouldBe(expected.High - expected.Low, 0.03 * (expected.High - expected.Low));
        McNemar.Test(clustered).PValue.ShouldBe(McNemar.Test(plain).PValue, 1e-12);
    }

    [Fact]
    public void Copies_that_say_the_same_say_it_once()
    {
        var once = PairedCounts.Of(Copies(First, 1), Copies(Second, 1));
        var often = PairedCounts.Of(Copies(First, 75), Copies(Second, 75));

        var (expected, found) = (PairedDifference.Of(once), PairedDifference.Of(often));
        found.N.ShouldBe(75 * First.Length);
        (found.Low, found.High).ShouldBe((expected.Low, expected.High), new Near(1e-9));
        McNemar.Test(often).PValue.ShouldBe(McNemar.Test(once).PValue, 1e-12);
        new MarginRule(0.3).Judge(often).ShouldBe(new MarginRule(0.3).Judge(once));
        // As independent images they would decide what twenty-eight pictures cannot.
        var independent = PairedCounts.Of(Copies(First, 75) with { Pictures = null }, Copies(Second, 75));
        McNemar.Test(independent).PValue.ShouldBeLessThan(1e-60);
        McNemar.Test(often).PValue.ShouldBeGreaterThan(0.01);
    }

    [Fact]
    public void The_sign_flip_test_counts_what_all_signs_give()
    {
        var random = new Random(4);
        for (var world = 0; world < 200; world++)
        {
            int[] ahead = [.. Enumerable.Range(0, random.Next(1, 13)).Select(_ => random.Next(1, 9) * (random.Next(3) == 0 ? -1 : 1))];
            var sum = Math.Abs(ahead.Sum());
            var signs = Enumerable.Range(0, 1 << ahead.Length);
            var expected =
                signs.Count(sign => Math.Abs(ahead.Select((d, place) => (sign >> place & 1) == 0 ? d : -d).Sum()) >= sum)
                / (double)(1 << ahead.Length);

            Math.Exp(SignFlips.LogPValue(ahead)).ShouldBe(expected, 1e-12);
        }
    }

    [Fact]
    public void Many_pictures_have_the_normal_tail_which_the_exact_one_meets()
    {
        int[] some = [.. Enumerable.Range(0, 900).Select(i => i % 9 < 4 ? -(1 + i % 3) : 1 + i % 3)];
        int[] many = [.. some, .. some];

        var exact = SignFlips.LogPValue(some);
        double sum = some.Sum(),
            squares = some.Sum(d => (double)d * d);
        exact.ShouldBe(Math.Log(2 * Bench.Metrics.Statistics.NormalDistribution.Cdf(-sum / Math.Sqrt(squares))), 0.01 * Math.Abs(exact));
        SignFlips.LogPValue(many).ShouldBeLessThan(2 * exact + 2);
        SignFlips.LogPValue([]).ShouldBe(0);
    }

    [Fact]
    public void The_interval_of_the_difference_holds_as_often_as_it_says_where_copies_agree()
    {
        var random = new Random(12);
        var (held, plainly, worlds) = (0, 0, 400);
        for (var world = 0; world < worlds; world++)
        {
            // Ten copies of each of 60 pictures, each hard or easy for a model; the first is better by 0.9 tenths.
            var (first, second) = (new char[600], new char[600]);
            for (var picture = 0; picture < 60; picture++)
            {
                var (one, other) = (Skill(random, 0.6), Skill(random, 0.5));
                for (var copy = 0; copy < 10; copy++)
                    (first[10 * picture + copy], second[10 * picture + copy]) = (Draw(random, one), Draw(random, other));
            }
            var places = new Clusters([.. Enumerable.Range(0, 600).Select(image => image / 10)], 60);
            var a = Bits.Outcomes(new string(first));
            var b = Bits.Outcomes(new string(second));
            held += Holds(PairedDifference.Of(PairedCounts.Of(a with { Pictures = places }, b)));
            plainly += Holds(PairedDifference.Of(PairedCounts.Of(a, b)));
        }

        (held / (double)worlds).ShouldBeInRange(0.92, 0.98);
        (plainly / (double)worlds).ShouldBeLessThan(0.75);

        static int Holds(PairedDifference d) => d.Low <= 0.09 && 0.09 <= d.High ? 1 : 0;
        static double Skill(Random random, double mean) => random.NextDouble() < mean ? 0.95 : 0.05;
        static char Draw(Random random, double skill) => random.NextDouble() < skill ? '1' : '0';
    }

    [Fact]
    public void One_picture_says_nothing_and_Q_and_kappa_have_no_interval()
    {
        var pictures = new Clusters([0, 0, 0, 0], 1);
        var (a, b) = (Bits.Outcomes("1111") with { Pictures = pictures }, Bits.Outcomes("0000") with { Pictures = pictures });

        var counts = PairedCounts.Of(a, b);
        PairedDifference.Of(counts).Low.ShouldBeLessThan(0);
        McNemar.Test(counts).PValue.ShouldBe(1);
        CochranQ.Test([a, b]).Q.ShouldBe(double.NaN);
        ErrorConsistency.Of(PairedCounts.Of(a, Bits.Outcomes("1110"))).Interval.Low.ShouldBe(double.NaN);
    }

    static ImageOutcomes Copies(string pictures, int copies) =>
        Bits.Outcomes(string.Concat(pictures.Select(right => new string(right, copies)))) with
        {
            Pictures = new Clusters([.. Enumerable.Range(0, pictures.Length * copies).Select(image => image / copies)], pictures.Length),
        };

    sealed class Near(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) <= tolerance && Math.Abs(x.Item2 - y.Item2) <= tolerance;

        public int GetHashCode((double, double) pair) => 0;
    }
}
