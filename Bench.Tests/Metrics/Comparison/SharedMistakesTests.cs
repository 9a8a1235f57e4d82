using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;

namespace Bench.Tests.Metrics.Comparison;

public sealed class SharedMistakesTests
{
    [Fact]
    public void Agrees_with_the_Mantel_Haenszel_test_of_statsmodels()
    {
        var models = GoldenNumbers.Read<string>("shared_mistakes", "models").Select(Bits.Outcomes).ToList();
        var wrong = SharedMistakes.WrongModels(models);

        foreach (var golden in GoldenNumbers.Read<Golden>("shared_mistakes", "pairs"))
        {
            var shared = SharedMistakes.Of(models[golden.First], models[golden.Second], wrong);
            shared.Expected.ShouldBe(golden.Expected, 1e-9);
            shared.LogP.ShouldBe(golden.LogP, 1e-9 * Math.Max(1, -golden.LogP));
        }
    }

    [Fact]
    public void Two_models_alone_are_held_against_plain_independence()
    {
        var (first, second) = (Bits.Outcomes("00001111"), Bits.Outcomes("00110011"));

        var shared = SharedMistakes.Of(first, second, SharedMistakes.WrongModels([first, second]));

        // 4 · 4 / 8; both err on images 0 and 1, either on 0 to 5.
        (shared.Expected, shared.Deviation).ShouldBe((2, 0));
        (shared.Share, shared.ExpectedShare).ShouldBe((2 / 6.0, 2 / 6.0));
        Math.Exp(shared.LogP).ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void Mistakes_that_all_models_make_prove_nothing_about_two_of_them()
    {
        // Every model errs on the first half and no other image: two of them agree wholly, as anybody would.
        var all = Enumerable.Repeat(Bits.Outcomes("0000011111"), 5).ToList();

        var shared = SharedMistakes.Of(all[0], all[1], SharedMistakes.WrongModels(all));

        (shared.Share, shared.Expected).ShouldBe((1, 5));
        shared.LogP.ShouldBe(double.NaN);
    }

    [Fact]
    public void Images_that_one_did_not_use_count_for_neither_and_no_image_gives_no_number()
    {
        var (first, second) = (Bits.Masked("00-1"), Bits.Masked("0-01"));

        SharedMistakes.Of(first, second, SharedMistakes.WrongModels([first, second])).Counts.ShouldBe(new PairedCounts(1, 0, 0, 1));
        SharedMistakes.Of(Bits.Masked("0-"), Bits.Masked("-0"), [1, 1]).Expected.ShouldBe(double.NaN);
        Should.Throw<ArgumentException>(() => SharedMistakes.Of(first, second, [1, 2]));
    }

    /// <summary>Forty copies of each picture say what one does.</summary>
    [Fact]
    public void Copies_of_pictures_prove_nothing_and_make_the_share_no_surer()
    {
        const int Copies = 40;
        var (first, second) = ("00011011", "00101011");
        var once = SharedMistakes.Of(Bits.Outcomes(first), Bits.Outcomes(second), new int[8]);
        var pictures = new Clusters([.. Enumerable.Range(0, 8 * Copies).Select(image => image / Copies)], 8);

        var often = SharedMistakes.Of(Often(first), Often(second), new int[8 * Copies]);

        (often.Share, often.LogP, often.Deviation).ShouldBe((once.Share, double.NaN, double.NaN));
        often.ShareInterval.Low.ShouldBe(once.ShareInterval.Low, 1e-9);
        often.ShareInterval.High.ShouldBe(once.ShareInterval.High, 1e-9);

        ImageOutcomes Often(string bits) =>
            Bits.Outcomes(string.Concat(bits.Select(bit => new string(bit, Copies)))) with
            {
                Pictures = pictures,
            };
    }

    [Fact]
    public void Only_wrong_answers_are_the_same_wrong_answers()
    {
        var (first, second) = (Bits.Outcomes("0001"), Bits.Outcomes("0011"));

        SharedMistakes.SameAnswers(first, second, [7, 7, 7, 7], [7, 8, 7, 7]).ShouldBe(1);
    }

    [Fact]
    public void The_closest_pairs_are_those_that_counting_every_pair_finds()
    {
        var random = new Random(3);
        var models = Enumerable.Range(0, 70).Select(_ => Random(random, 300)).ToList();
        models[65] = Copy(models[4], random, changed: 3);

        var found = ClosestPairs.Find(models, 40);

        var all =
            from first in Enumerable.Range(0, models.Count)
            from second in Enumerable.Range(first + 1, models.Count - first - 1)
            let shared = SharedMistakes.Of(models[first], models[second], new int[300])
            orderby shared.ShareInterval.Low descending, first, second
            select (first, second);
        found.ShouldBe(all.Take(40));
        found[0].ShouldBe((4, 65));
        ClosestPairs.Find(models, 40, threads: 1).ShouldBe(found);
        ClosestPairs.Find([], 3).ShouldBeEmpty();
    }

    static ImageOutcomes Random(Random random, int images)
    {
        var used = Bits.Where(images, image => image % 50 != random.Next(200));
        return new(Bits.Where(images, image => used[image] && random.NextDouble() < 0.7), used);
    }

    static ImageOutcomes Copy(ImageOutcomes model, Random random, int changed)
    {
        var correct = BitSet.FromBytes(model.Correct.ToBytes(), model.Correct.Count);
        foreach (var image in Enumerable.Range(0, changed).Select(_ => random.Next(correct.Count)))
            correct[image] = model.Used[image] && !correct[image];
        return new(correct, model.Used);
    }

    sealed record Golden(
        int First,
        int Second,
        double Expected,
        [property: System.Text.Json.Serialization.JsonPropertyName("log_p")] double LogP
    );
}
